namespace GitOpsGuard.Kubernetes.Kinds;

/// <summary>What is locked and who may write.</summary>
public sealed record GuardPolicySpec
{
    /// <summary><c>Enforce</c> denies, <c>Warn</c> allows with a warning, <c>Audit</c> allows and records. Default <c>Enforce</c>.</summary>
    public string Mode { get; set; } = "Enforce";

    /// <summary><c>Managed</c> locks what Git declares, <c>Sealed</c> everything. Default <c>Managed</c>.</summary>
    public string Scope { get; set; } = "Managed";

    /// <summary>Namespaces that the policy covers, by name; all when absent.</summary>
    public IReadOnlyList<string>? Namespaces { get; init; }

    /// <summary>Labels of the namespaces that the policy covers; all when absent.</summary>
    public LabelSelector? NamespaceSelector { get; init; }

    /// <summary>Labels of the objects that the policy covers; all when absent.</summary>
    public LabelSelector? ObjectSelector { get; init; }

    /// <summary>Kinds that the policy covers, as <c>Deployment</c> or <c>Deployment.apps</c>; all when absent.</summary>
    public IReadOnlyList<string>? Kinds { get; init; }

    /// <summary>What becomes of operations that change no field.</summary>
    public OperationRules? Operations { get; init; }

    /// <summary>Writers beside the reconciler.</summary>
    public IReadOnlyList<TrustedWriter>? Trusted { get; init; }

    /// <summary>Fields of managed objects that anyone, or the named actors, may change.</summary>
    public IReadOnlyList<OpenFields>? Open { get; init; }

    /// <summary><c>Fail</c> denies what cannot be judged, <c>Allow</c> lets it pass. Default <c>Fail</c>.</summary>
    public string Unsure { get; set; } = "Fail";

    /// <summary><c>Full</c> names repository, file and line; <c>Minimal</c> leaves them out. Default <c>Full</c>.</summary>
    public string Messages { get; set; } = "Full";

    /// <summary>Bounds of BreakGlass.</summary>
    public BreakGlassLimits? BreakGlass { get; init; }
}

/// <summary>What labels must be: all of it.</summary>
public sealed record LabelSelector
{
    /// <summary>Labels and their values.</summary>
    public IReadOnlyDictionary<string, string>? MatchLabels { get; init; }

    /// <summary>Further requirements.</summary>
    public IReadOnlyList<LabelRequirement>? MatchExpressions { get; init; }
}

/// <summary>What one label must be.</summary>
public sealed record LabelRequirement
{
    public string Key { get; set; } = "";

    /// <summary><c>In</c>, <c>NotIn</c>, <c>Exists</c> or <c>DoesNotExist</c>.</summary>
    public string Operator { get; set; } = "";

    /// <summary>Values, for <c>In</c> and <c>NotIn</c>.</summary>
    public IReadOnlyList<string>? Values { get; init; }
}

/// <summary><c>Allow</c>, <c>Warn</c> or <c>Deny</c> for each operation on what is managed.</summary>
public sealed record OperationRules
{
    /// <summary>A shell in a pod: exec, attach, copy. Default <c>Allow</c>.</summary>
    public string Exec { get; set; } = "Allow";

    /// <summary>Forwarding of ports. Default <c>Allow</c>.</summary>
    public string PortForward { get; set; } = "Allow";

    /// <summary>The proxies of services and pods. Default <c>Allow</c>.</summary>
    public string Proxy { get; set; } = "Allow";

    /// <summary>Debug containers. Default <c>Warn</c>.</summary>
    public string EphemeralContainers { get; set; } = "Warn";

    /// <summary>Evictions, such as those of a drain. Default <c>Allow</c>.</summary>
    public string Eviction { get; set; } = "Allow";

    /// <summary>The annotation by which <c>kubectl rollout restart</c> restarts. Default <c>Allow</c>.</summary>
    public string RolloutRestart { get; set; } = "Allow";
}

/// <summary>One trusted writer: exactly one of the members.</summary>
public sealed record TrustedWriter
{
    public ServiceAccountReference? ServiceAccount { get; init; }

    public string? User { get; init; }

    public string? Group { get; init; }

    /// <summary>Accepts the identity without proof, for engines that impersonate by design. Default false.</summary>
    public bool Impersonated { get; init; }
}

/// <summary>A ServiceAccount.</summary>
public sealed record ServiceAccountReference
{
    public string Namespace { get; set; } = "";

    public string Name { get; set; } = "";
}

/// <summary>Fields that are open in objects of some kinds.</summary>
public sealed record OpenFields
{
    /// <summary>Kinds, as <c>Deployment</c> or <c>Deployment.apps</c>; all when absent.</summary>
    public IReadOnlyList<string>? Kinds { get; init; }

    /// <summary>Field paths; <c>*</c> stands for one step.</summary>
    public IReadOnlyList<string> Paths { get; set; } = [];

    /// <summary>User names for whom the fields are open; everyone when absent.</summary>
    public IReadOnlyList<string>? Actors { get; init; }
}

/// <summary>Bounds of BreakGlass.</summary>
public sealed record BreakGlassLimits
{
    /// <summary>Longest duration of one lease, as a Go duration. Default <c>1h</c>.</summary>
    public string MaxDuration { get; set; } = "1h";

    /// <summary>Longest total of one person within 24 hours, as a Go duration. Default <c>4h</c>.</summary>
    public string MaxPerDay { get; set; } = "4h";

    /// <summary><c>None</c>, or <c>SecondPerson</c>: somebody else than who asked approves. Default <c>None</c>.</summary>
    public string Approval { get; set; } = "None";
}

/// <summary>What the guard found in the policy.</summary>
public sealed record GuardPolicyStatus
{
    public long ObservedGeneration { get; init; }

    /// <summary>Since when it is counted: the last change of the spec.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>How often the policy objected, by what became of it.</summary>
    public PolicyCounts? Counts { get; init; }

    /// <summary>Who was refused what, or would have been, the most frequent first; at most 50.</summary>
    public IReadOnlyList<ReportEntry>? Report { get; init; }

    public IReadOnlyList<Condition>? Conditions { get; init; }
}
