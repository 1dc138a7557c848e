namespace GitOpsGuard.Kubernetes.Kinds;

/// <summary>How lists of conditions are read and changed. A list is never changed in place.</summary>
public static class Conditions
{
    /// <summary>The condition of a type, or null.</summary>
    public static Condition? Find(this IReadOnlyList<Condition>? conditions, string type) =>
        conditions?.FirstOrDefault(c => c.Type == type);

    /// <summary>Whether the condition of a type exists and is True.</summary>
    public static bool IsTrue(this IReadOnlyList<Condition>? conditions, string type) =>
        conditions.Find(type) is { Status: "True" };

    /// <summary>
    /// The list with this condition in place of the one of its type. The transition time is that of the old condition unless the
    /// status differs, whatever <paramref name="condition"/> says; otherwise now, in whole seconds.
    /// </summary>
    public static IReadOnlyList<Condition> With(this IReadOnlyList<Condition>? conditions, Condition condition, TimeProvider time)
    {
        var old = conditions.Find(condition.Type);
        var since = old is not null && old.Status == condition.Status && old.LastTransitionTime != default
            ? old.LastTransitionTime
            : DateTimeOffset.FromUnixTimeSeconds(time.GetUtcNow().ToUnixTimeSeconds());
        var changed = condition with { LastTransitionTime = since };
        return old is null
            ? [.. conditions ?? [], changed]
            : [.. conditions!.Select(c => c.Type == condition.Type ? changed : c)];
    }

    /// <summary>The list without conditions of a type.</summary>
    public static IReadOnlyList<Condition> Without(this IReadOnlyList<Condition>? conditions, string type) =>
        [.. (conditions ?? []).Where(c => c.Type != type)];
}
