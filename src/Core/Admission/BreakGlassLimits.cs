namespace GitOpsGuard.Core.Admission;

/// <summary>How far a policy lets a BreakGlass go.</summary>
public sealed record BreakGlassLimits
{
    /// <summary>Longest duration of one. Default one hour.</summary>
    public TimeSpan MaxDuration { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Longest total of one person within a day. Default four hours.</summary>
    public TimeSpan MaxPerDay { get; init; } = TimeSpan.FromHours(4);

    /// <summary>Whether somebody else than who asked must approve it; it then begins with the approval. Default false.</summary>
    public bool SecondPerson { get; init; }

    /// <summary>The strictest of several limits; the defaults where there are none.</summary>
    public static BreakGlassLimits Strictest(IReadOnlyCollection<BreakGlassLimits> all) => all.Count == 0 ? new() : new()
    {
        MaxDuration = all.Min(limits => limits.MaxDuration),
        MaxPerDay = all.Min(limits => limits.MaxPerDay),
        SecondPerson = all.Any(limits => limits.SecondPerson),
    };
}
