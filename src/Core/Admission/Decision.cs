using System.Collections.Immutable;

namespace GitOpsGuard.Core.Admission;

/// <summary>The outcome of one request.</summary>
public sealed record Decision
{
    /// <summary>How the request ends.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>Name of the check that decided, for logs, metrics and the audit log.</summary>
    public required string Rule { get; init; }

    /// <summary>What the user reads on a denial; empty otherwise.</summary>
    public string Message { get; init; } = "";

    /// <summary>What the user reads instead when <see cref="Change"/> will not be recorded; null when that makes no difference.</summary>
    public string? MessageUnrecorded { get; init; }

    /// <summary>Warnings, of at most 120 characters each.</summary>
    public ImmutableArray<string> Warnings { get; init; } = [];

    /// <summary>A further warning once <see cref="Change"/> is recorded; null when there is none.</summary>
    public string? WarningRecorded { get; init; }

    /// <summary>The change to keep as a ChangeRequest; null when there is nothing to keep.</summary>
    public ChangeDraft? Change { get; init; }

    /// <summary>Where the object is declared, when that is known.</summary>
    public Declaration? Declared { get; init; }

    /// <summary>The BreakGlass that lets the request pass; null when none was needed.</summary>
    public BreakGlass? BreakGlass { get; init; }

    /// <summary>What policies have to say against the request, whether or not it passes; null when nothing.</summary>
    public Objection? Objection { get; init; }

    /// <summary>Mode of the policies that cover the object; null where none does.</summary>
    public PolicyMode? Mode { get; init; }

    /// <summary>An operation that is kept in the log although it passes, such as a shell in a pod; empty when it is none.</summary>
    public string Noted { get; init; } = "";

    /// <summary>Whether the verdict may change within moments, once the caches know the caller.</summary>
    public bool IdentityPending { get; init; }

    /// <summary>The request passes.</summary>
    public static Decision Allow(string rule, params ImmutableArray<string> warnings) =>
        new() { Verdict = Verdict.Allowed, Rule = rule, Warnings = warnings };
}
