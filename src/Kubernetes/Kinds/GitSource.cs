namespace GitOpsGuard.Kubernetes.Kinds;

/// <summary>Where desired state comes from.</summary>
public sealed record GitSourceSpec
{
    /// <summary>Address of the repository: <c>https://</c>, <c>http://</c>, <c>ssh://</c>; <c>file://</c> only where it is enabled.</summary>
    public string Url { get; set; } = "";

    /// <summary>What to follow; the branch <c>main</c> when absent.</summary>
    public GitReference? Ref { get; init; }

    /// <summary>How often to look, as a Go duration. Default <c>1m</c>.</summary>
    public string Interval { get; set; } = "1m";

    /// <summary>Secret with <c>username</c> and <c>password</c>, or <c>bearerToken</c>, in the same namespace.</summary>
    public LocalReference? SecretRef { get; init; }

    /// <summary>Which signatures a commit must carry.</summary>
    public GitVerification? Verify { get; init; }

    /// <summary>Deadline of one fetch, as a Go duration. Default <c>1m</c>.</summary>
    public string Timeout { get; set; } = "1m";

    /// <summary>Stops looking while true.</summary>
    public bool Suspend { get; init; }

    /// <summary>The forge behind the repository; derived from the URL when absent.</summary>
    public ForgeReference? Forge { get; init; }
}

/// <summary>Exactly one of branch, tag, semver range or commit.</summary>
public sealed record GitReference
{
    public string? Branch { get; init; }

    public string? Tag { get; init; }

    public string? Semver { get; init; }

    public string? Commit { get; init; }
}

/// <summary>Name of an object in the same namespace.</summary>
public sealed record LocalReference
{
    public string Name { get; set; } = "";
}

/// <summary>Keys by which commits are verified.</summary>
public sealed record GitVerification
{
    /// <summary>Secret whose values are PGP public keys or SSH allowed-signers lines.</summary>
    public LocalReference SecretRef { get; set; } = new();
}

/// <summary>The forge that hosts a repository.</summary>
public sealed record ForgeReference
{
    /// <summary><c>GitHub</c>, <c>GitLab</c>, <c>Gitea</c>, <c>Bitbucket</c>, <c>BitbucketDataCenter</c> or <c>AzureDevOps</c>.</summary>
    public string? Kind { get; init; }

    /// <summary>Web address of the repository, without a last slash.</summary>
    public string? Url { get; init; }
}

/// <summary>What is known of the source.</summary>
public sealed record GitSourceStatus
{
    public long ObservedGeneration { get; init; }

    /// <summary>Value of <see cref="GitOpsGuard.Core.Names.ReconcileAnnotation"/> that was last acted upon.</summary>
    public string? LastHandledReconcileAt { get; init; }

    public GitArtifact? Artifact { get; init; }

    public IReadOnlyList<Condition>? Conditions { get; init; }
}

/// <summary>The commit that the source's reference names.</summary>
public sealed record GitArtifact
{
    /// <summary>Reference and commit, <c>main@sha1:0123...</c>.</summary>
    public string Revision { get; set; } = "";

    public string? Author { get; init; }

    public string? Subject { get; init; }

    public DateTimeOffset? CommittedAt { get; init; }
}
