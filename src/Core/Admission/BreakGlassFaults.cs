namespace GitOpsGuard.Core.Admission;

/// <summary>What is wrong with a BreakGlass that somebody asks for, so that it is refused with the reason rather than never open.</summary>
internal static class BreakGlassFaults
{
    /// <summary>The faults, in words that name the field; empty when there are none.</summary>
    internal static IReadOnlyList<string> Of(BreakGlass glass, Snapshot snapshot, DateTimeOffset now)
    {
        var limits = BreakGlasses.LimitsOf(glass, snapshot);
        return [.. Wording(glass), .. Covers(glass, snapshot.GuardNamespace), .. Duration(glass, limits, snapshot, now)];
    }

    private static IEnumerable<string> Wording(BreakGlass glass)
    {
        if (glass.Subjects.IsEmpty) yield return "spec.subjects: name at least one.";
        if (string.IsNullOrWhiteSpace(glass.Reason)) yield return "spec.reason: say why, for the record.";
    }

    private static IEnumerable<string> Covers(BreakGlass glass, string guardNamespace)
    {
        if (glass.Namespaces?.Contains(guardNamespace) == true) yield return $"spec.covers.namespaces: {guardNamespace} is never covered.";
        if (glass.Namespace == guardNamespace)
        {
            if (glass.Namespaces is null && !glass.ClusterScoped)
                yield return $"spec.covers: in {guardNamespace}, which is never covered itself, name other namespaces or set clusterScoped.";
            yield break;
        }

        if (glass.ClusterScoped) yield return $"spec.covers.clusterScoped: only a BreakGlass in namespace {guardNamespace} covers cluster-scoped objects.";
        if (glass.Namespaces?.FirstOrDefault(ns => ns != glass.Namespace) is { } other)
            yield return $"spec.covers.namespaces: only a BreakGlass in namespace {guardNamespace} covers another namespace, such as {other}.";
    }

    private static IEnumerable<string> Duration(BreakGlass glass, BreakGlassLimits limits, Snapshot snapshot, DateTimeOffset now)
    {
        if (glass.Duration <= TimeSpan.Zero) yield return "spec.duration: must be longer than nothing, such as 30m.";
        if (glass.Duration > limits.MaxDuration)
            yield return $"spec.duration: {GoDuration.Format(glass.Duration)} is longer than the policy allows, {GoDuration.Format(limits.MaxDuration)} (GuardPolicy spec.breakGlass.maxDuration).";
        foreach (var subject in glass.Subjects)
        {
            var left = BreakGlasses.LeftOfDay(subject, limits, snapshot, now);
            if (glass.Duration <= left) continue;
            var rest = left > TimeSpan.Zero ? $"only {GoDuration.Format(left)} are" : "nothing is";
            yield return $"spec.duration: {rest} left to {subject.Kind} {subject.Name} within 24 hours, of {GoDuration.Format(limits.MaxPerDay)} (GuardPolicy spec.breakGlass.maxPerDay).";
        }
    }
}
