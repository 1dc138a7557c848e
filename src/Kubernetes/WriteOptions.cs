using GitOpsGuard.Core;

namespace GitOpsGuard.Kubernetes;

/// <summary>How a write is made.</summary>
public sealed record WriteOptions
{
    /// <summary>Name under which the server notes the written fields. Default <see cref="Names.FieldManager"/>.</summary>
    public string? FieldManager { get; init; } = Names.FieldManager;

    /// <summary>Takes fields from other managers; for server-side apply only. Default false.</summary>
    public bool Force { get; init; }

    /// <summary>Has the server do everything but store. Default false.</summary>
    public bool DryRun { get; init; }

    /// <summary>What becomes of unknown and duplicate fields: <c>Ignore</c>, <c>Warn</c> or <c>Strict</c>; the server's default when null.</summary>
    public string? FieldValidation { get; init; }
}
