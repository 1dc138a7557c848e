using System.Text.Json;

namespace GitOpsGuard.Kubernetes.Kinds;

/// <summary>One denied change, kept so that it can become a pull request. Values of Secrets are never stored.</summary>
public sealed record ChangeRequestSpec
{
    /// <summary>Who asked.</summary>
    public string User { get; set; } = "";

    /// <summary>The client's word for itself (its field manager); good for words, worthless as proof.</summary>
    public string? Client { get; init; }

    /// <summary><c>CREATE</c>, <c>UPDATE</c> or <c>DELETE</c>.</summary>
    public string Operation { get; set; } = "";

    /// <summary>The object that was to change.</summary>
    public ChangedObject Object { get; set; } = new();

    /// <summary>Where Git declares the object.</summary>
    public SourceAddress? Source { get; init; }

    /// <summary>The BreakGlass under which the change was made, as <c>namespace/name</c>; absent when it was denied.</summary>
    public string? BreakGlass { get; init; }

    /// <summary>What was to change; empty for a deletion.</summary>
    public IReadOnlyList<FieldChange> Changes { get; set; } = [];
}

/// <summary>The object that was to change.</summary>
public sealed record ChangedObject
{
    public string ApiVersion { get; set; } = "";

    public string Kind { get; set; } = "";

    public string? Namespace { get; init; }

    public string Name { get; set; } = "";
}

/// <summary>Where Git declares an object.</summary>
public sealed record SourceAddress
{
    /// <summary>Namespace of the GitSync.</summary>
    public string SyncNamespace { get; set; } = "";

    /// <summary>Name of the GitSync.</summary>
    public string SyncName { get; set; } = "";

    /// <summary>Repository as people read it.</summary>
    public string Repository { get; set; } = "";

    /// <summary>Revision that the place belongs to.</summary>
    public string Revision { get; set; } = "";

    public string File { get; set; } = "";

    public int Document { get; init; }

    public int Line { get; init; }
}

/// <summary>One field that was to change.</summary>
public sealed record FieldChange
{
    /// <summary>Text form of the field's path.</summary>
    public string Path { get; set; } = "";

    /// <summary>Value before; absent when the field was not there.</summary>
    public JsonElement? From { get; init; }

    /// <summary>Value asked for; absent when the field was to go.</summary>
    public JsonElement? To { get; init; }
}

/// <summary>What became of the change.</summary>
public sealed record ChangeRequestStatus
{
    /// <summary><c>Recorded</c>, <c>Proposed</c>, <c>Merged</c> or <c>Closed</c>. Absent means recorded.</summary>
    public string? State { get; init; }

    /// <summary>Address of the pull request.</summary>
    public string? PullRequest { get; init; }

    public IReadOnlyList<Condition>? Conditions { get; init; }
}
