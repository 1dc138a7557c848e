namespace GitOpsGuard.Core.Admission;

/// <summary>Which BreakGlass is open, to whom and for what. Pure: the time comes in.</summary>
public static class BreakGlasses
{
    /// <summary>The time over which a person's total is taken, and after which nothing can be approved any more.</summary>
    internal static readonly TimeSpan Day = TimeSpan.FromHours(24);

    /// <summary>How far the clocks of API server and guard may differ.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(1);

    /// <summary>How a BreakGlass stands, for the first of its subjects that has least of the day left.</summary>
    public static BreakGlassStanding StandingOf(BreakGlass glass, Snapshot snapshot, DateTimeOffset now)
    {
        var limits = LimitsOf(glass, snapshot);
        if (StartOf(glass, limits) is not { } start)
        {
            var late = glass.EndsNow || now >= glass.Created + Day;
            return new(late ? BreakGlassState.Ended : BreakGlassState.ApprovalPending, null, null);
        }

        var end = start + glass.Duration;
        if (glass.EndsNow || now >= end) return new(BreakGlassState.Ended, start, end);
        var within = glass.Subjects.Any(subject => IsWithin(glass, snapshot.BreakGlasses.Values.Where(other => other.Subjects.Contains(subject)), limits, snapshot));
        return new(within ? BreakGlassState.Open : BreakGlassState.LimitExceeded, start, end);
    }

    /// <summary>The limits of the policies under which lies what a BreakGlass covers.</summary>
    internal static BreakGlassLimits LimitsOf(BreakGlass glass, Snapshot snapshot)
    {
        var namespaces = glass.Namespaces is { } named ? [.. named] : new List<string> { glass.Namespace };
        if (glass.ClusterScoped) namespaces.Add("");
        return BreakGlassLimits.Strictest(
            [.. snapshot.Policies.Where(policy => namespaces.Exists(ns => policy.CoversNamespace(ns, snapshot.LabelsOf(ns)))).Select(policy => policy.BreakGlass)]);
    }

    /// <summary>The BreakGlass under which the user may change the object now; null when there is none. Of several the one open longest.</summary>
    internal static BreakGlass? OpenFor(UserInfo user, ObjectIdentity identity, Snapshot snapshot, DateTimeOffset now)
    {
        if (snapshot.BreakGlasses.IsEmpty) return null;
        var own = snapshot.BreakGlasses.Values.Where(glass => glass.Subjects.Any(subject => subject.Is(user, snapshot))).ToList();
        return own
            .Where(glass => glass.Covers(identity, snapshot.GuardNamespace) && IsOpen(glass, own, snapshot, now))
            .OrderByDescending(glass => EndOf(glass, snapshot)).ThenBy(glass => glass.Key, StringComparer.Ordinal)
            .FirstOrDefault();
    }

    /// <summary>The BreakGlass that would have let the user change the object until it ended within the last day.</summary>
    internal static BreakGlass? EndedFor(UserInfo user, ObjectIdentity identity, Snapshot snapshot, DateTimeOffset now) =>
        snapshot.BreakGlasses.IsEmpty ? null : snapshot.BreakGlasses.Values
            .Where(glass => glass.Covers(identity, snapshot.GuardNamespace) && glass.Subjects.Any(subject => subject.Is(user, snapshot)))
            .Where(glass => EndOf(glass, snapshot) is { } end && (glass.EndsNow || end <= now) && now < end + Day)
            .MaxBy(glass => EndOf(glass, snapshot));

    /// <summary>When a BreakGlass ends by its time; null while it awaits approval.</summary>
    internal static DateTimeOffset? EndOf(BreakGlass glass, Snapshot snapshot) => StartOf(glass, LimitsOf(glass, snapshot)) + glass.Duration;

    /// <summary>What is left to a subject of the day in which a new BreakGlass begins.</summary>
    internal static TimeSpan LeftOfDay(BreakGlassSubject subject, BreakGlassLimits limits, Snapshot snapshot, DateTimeOffset now) =>
        limits.MaxPerDay - Total(snapshot.BreakGlasses.Values.Where(other => other.Subjects.Contains(subject) && other.Created > now - Day));

    private static bool IsOpen(BreakGlass glass, IReadOnlyList<BreakGlass> own, Snapshot snapshot, DateTimeOffset now)
    {
        var limits = LimitsOf(glass, snapshot);
        if (glass.EndsNow || StartOf(glass, limits) is not { } start) return false;
        return start <= now + Skew && now < start + glass.Duration && IsWithin(glass, own, limits, snapshot);
    }

    /// <summary>Whether it is short enough, alone and with all that began before it on the same day.</summary>
    private static bool IsWithin(BreakGlass glass, IEnumerable<BreakGlass> all, BreakGlassLimits limits, Snapshot snapshot)
    {
        if (glass.Duration > limits.MaxDuration) return false;
        var start = StartOf(glass, limits);
        var earlier = all.Where(other => StartOf(other, LimitsOf(other, snapshot)) is { } began
            && began > start - Day && (began < start || (began == start && string.CompareOrdinal(other.Key, glass.Key) < 0)));
        return Total(earlier) + glass.Duration <= limits.MaxPerDay;
    }

    private static DateTimeOffset? StartOf(BreakGlass glass, BreakGlassLimits limits)
    {
        if (!limits.SecondPerson) return glass.Created;
        return glass.ApprovedBy.Length > 0 && glass.ApprovedBy != glass.RequestedBy ? glass.Approved : null;
    }

    private static TimeSpan Total(IEnumerable<BreakGlass> all) => all.Aggregate(TimeSpan.Zero, (sum, glass) => sum + glass.Duration);
}
