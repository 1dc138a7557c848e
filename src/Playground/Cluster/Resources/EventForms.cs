namespace GitOpsGuard.Playground.Cluster.Resources;

/// <summary>Events have two forms, of the core group and of their own; both show the same objects.</summary>
internal static class EventForms
{
    public const string Group = "events.k8s.io";

    private static readonly (string Old, string New)[] Fields =
    [
        ("involvedObject", "regarding"),
        ("message", "note"),
        ("source", "deprecatedSource"),
        ("firstTimestamp", "deprecatedFirstTimestamp"),
        ("lastTimestamp", "deprecatedLastTimestamp"),
        ("count", "deprecatedCount"),
        ("reportingComponent", "reportingController"),
    ];

    /// <summary>Renames the fields of an event from one form to the other.</summary>
    public static void Convert(JsonObject item, bool toNew)
    {
        foreach (var (old, recent) in Fields)
        {
            var (from, to) = toNew ? (old, recent) : (recent, old);
            if (!item.Remove(from, out var value)) continue;
            item[to] = value;
        }
    }
}
