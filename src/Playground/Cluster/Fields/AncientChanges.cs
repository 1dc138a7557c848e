namespace GitOpsGuard.Playground.Cluster.Fields;

/// <summary>Keeps the number of updating managers bounded by merging the oldest of each version into one.</summary>
internal static class AncientChanges
{
    private const string Name = "ancient-changes";

    public static void Collapse(ManagedEntries entries, int most)
    {
        var updaters = entries.Where(entry => !entry.Key.Applies)
            .OrderBy(entry => entry.Value.Time, StringComparer.Ordinal)
            .ThenBy(entry => entry.Key.Manager, StringComparer.Ordinal)
            .ToArray();
        var left = updaters.Length;
        var firsts = new Dictionary<string, ManagerId>(StringComparer.Ordinal);
        foreach (var (id, entry) in updaters)
        {
            if (left <= most) return;
            if (!firsts.TryGetValue(entry.ApiVersion, out var first))
            {
                firsts[entry.ApiVersion] = id;
                continue;
            }

            var bucket = ManagerId.Of(Name, false, entry.ApiVersion, null);
            if (!entries.TryGetValue(bucket, out var merged))
            {
                merged = entries[first];
                entries.Remove(first);
            }

            entries[bucket] = entry with { Fields = entry.Fields.Union(merged.Fields) };
            entries.Remove(id);
            left--;
        }
    }
}
