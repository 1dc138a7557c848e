namespace GitOpsGuard.Kubernetes.Kinds;

/// <summary>How often a policy objected to a write, by what became of it.</summary>
public sealed record PolicyCounts
{
    /// <summary>In mode <c>Enforce</c>.</summary>
    public long Denied { get; init; }

    /// <summary>Passed with a warning, in mode <c>Warn</c>.</summary>
    public long Warned { get; init; }

    /// <summary>Passed in mode <c>Audit</c>: would have been denied.</summary>
    public long Audited { get; init; }

    /// <summary>Passed under a BreakGlass.</summary>
    public long Lifted { get; init; }

    /// <summary>The sum.</summary>
    public PolicyCounts Plus(PolicyCounts other) => new()
    {
        Denied = Denied + other.Denied,
        Warned = Warned + other.Warned,
        Audited = Audited + other.Audited,
        Lifted = Lifted + other.Lifted,
    };
}

/// <summary>What of one actor and kind a policy objected to, and what would let it pass.</summary>
public sealed record ReportEntry
{
    /// <summary>Who wrote.</summary>
    public string User { get; set; } = "";

    /// <summary>Kind, as <c>Deployment.apps</c>.</summary>
    public string Kind { get; set; } = "";

    public long Count { get; init; }

    public DateTimeOffset LastSeen { get; init; }

    /// <summary><c>CREATE</c>, <c>UPDATE</c>, <c>DELETE</c>, <c>CONNECT</c>.</summary>
    public IReadOnlyList<string> Operations { get; set; } = [];

    /// <summary>Fields, at most ten; <c>*</c> when there were more, or when the whole request was refused.</summary>
    public IReadOnlyList<string> Fields { get; set; } = [];

    /// <summary>The entry of <c>spec.open</c> that would let a controller pass.</summary>
    public OpenFields? Open { get; init; }

    /// <summary>The entry of <c>spec.trusted</c> that would let a controller pass, where no opening would.</summary>
    public TrustedWriter? Trusted { get; init; }
}
