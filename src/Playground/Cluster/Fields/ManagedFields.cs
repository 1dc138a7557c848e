namespace GitOpsGuard.Playground.Cluster.Fields;

/// <summary>
/// Ownership of fields as the server tracks it in <c>metadata.managedFields</c>. Objects go in and come out whole;
/// nothing passed in is changed. A write that changes nothing but times gives back the live object itself.
/// </summary>
internal static class ManagedFields
{
    private const int MaxUpdateManagers = 10;
    private static readonly ManagerId Current = new("", false, "", "\0current");

    /// <summary>
    /// The written object with its managers: whoever writes owns what it changed and added, and takes it from the
    /// others. An object whose entries were cleared stays without.
    /// </summary>
    /// <param name="live">The stored object; null on create.</param>
    /// <param name="written">The object to store, with defaults.</param>
    public static JsonObject Update(
        JsonObject? live,
        JsonObject written,
        string manager,
        string apiVersion,
        string? subresource,
        DateTimeOffset now,
        Schema schema)
    {
        var entries = Entries(live, written, subresource);
        var result = (JsonObject)written.DeepClone();
        ManagedEntries.Clear(result);
        if (entries.Count > 0 || string.IsNullOrEmpty(live?["metadata"]?["uid"]?.ToString()))
        {
            var before = Bare(live) ?? Unwritten(schema);
            try
            {
                Update(entries, before, result, ManagerId.Of(manager, false, apiVersion, subresource), apiVersion, now, schema);
            }
            catch (FormatException)
            {
                // What cannot be named cannot be owned: the object is stored without managers.
                entries.Clear();
            }
        }

        entries.Write(result);
        return live is not null && OnlyTimesDiffer(live, result) ? live : result;
    }

    /// <summary>
    /// The live object with an applied configuration merged in and what the applier no longer says taken out, unless
    /// others own it.
    /// </summary>
    /// <param name="live">The stored object; null on create.</param>
    /// <param name="applied">The configuration, with apiVersion and without managedFields.</param>
    /// <param name="force">Whether to take fields from other managers instead of failing.</param>
    /// <exception cref="ApplyConflictException">Others own fields with other values.</exception>
    /// <exception cref="FormatException">The configuration is not of the schema's types: 500, with this message.</exception>
    public static JsonObject Apply(
        JsonObject? live,
        JsonObject applied,
        string manager,
        bool force,
        string? subresource,
        DateTimeOffset now,
        Schema schema)
    {
        TypedCheck.Check(applied, schema);
        var entries = ManagedEntries.Read(live) ?? [];
        var before = Bare(live) ?? Unwritten(schema);
        var apiVersion = applied["apiVersion"]?.ToString() ?? "";
        if (entries.Count == 0 && live is not null)
        {
            var first = ManagerId.Of("before-first-apply", false, apiVersion, subresource);
            Update(entries, Unwritten(schema), before, first, apiVersion, now, schema);
        }

        var id = ManagerId.Of(manager, true, apiVersion, subresource);
        var result = LastApplied.WithUpgrade(live, applied, manager, force, schema, forced =>
            Apply(new ManagedEntries(entries), before, applied, id, apiVersion, forced, now, schema));
        LastApplied.Refresh(live, applied, manager, result);
        return live is not null && OnlyTimesDiffer(live, result) ? live : result;
    }

    /// <summary>
    /// Whether two states of an object are equal but for the times in managedFields: then nothing is written. Callers
    /// that default or normalise the result of an apply ask again afterwards.
    /// </summary>
    public static bool OnlyTimesDiffer(JsonObject live, JsonObject written) =>
        JsonNode.DeepEquals(Timeless(live, live), Timeless(written, live));

    private static JsonObject Timeless(JsonObject obj, JsonObject live)
    {
        var copy = (JsonObject)obj.DeepClone();
        foreach (var entry in ManagedEntries.List(copy) ?? []) (entry as JsonObject)?.Remove("time");
        if (copy["metadata"] is JsonObject metadata && live["metadata"]?["resourceVersion"] is { } version)
        {
            metadata["resourceVersion"] ??= version.DeepClone();
        }

        return copy;
    }

    // A write through a subresource never carries entries; a write without readable entries keeps the live ones.
    private static ManagedEntries Entries(JsonObject? live, JsonObject written, string? subresource)
    {
        if (string.IsNullOrEmpty(subresource))
        {
            if (ManagedEntries.IsReset(written)) return [];
            if (ManagedEntries.Read(written) is { Count: > 0 } sent) return sent;
        }

        return ManagedEntries.Read(live) ?? [];
    }

    // What the server holds before an object exists: nothing but the always-written fields. New objects are compared with
    // it, which is why nobody owns spec of a Deployment, but the creator owns spec of a custom resource.
    private static JsonObject Unwritten(Schema schema) => new(schema.Fields.Where(field => field.Value.Always)
        .Select(field => KeyValuePair.Create(
            field.Key, field.Value is { Shape: SchemaShape.Struct, IsPointer: false } ? Unwritten(field.Value) : field.Value.Zero)));

    private static JsonObject? Bare(JsonObject? obj)
    {
        if (obj is null) return null;
        var copy = (JsonObject)obj.DeepClone();
        ManagedEntries.Clear(copy);
        return copy;
    }

    private static void Update(
        ManagedEntries entries, JsonObject before, JsonObject after, ManagerId id, string apiVersion, DateTimeOffset now, Schema schema)
    {
        var ignored = IgnoredFields.Of(schema, id.Subresource, before.Concat(after).Select(member => member.Key));
        var comparison = FieldComparison.Of(before, after, schema).Without(ignored);
        Yield(entries, comparison, Current, force: true);
        var taken = comparison.Added.Union(comparison.Modified).Except(IgnoredFields.Stripped);
        if (!taken.IsEmpty)
        {
            var owned = entries.GetValueOrDefault(id)?.Fields ?? FieldSet.Empty;
            entries[id] = new ManagedEntry(owned.Union(taken), apiVersion, ManagedEntries.Timestamp(now));
        }

        AncientChanges.Collapse(entries, MaxUpdateManagers);
    }

    private static JsonObject Apply(
        ManagedEntries entries,
        JsonObject before,
        JsonObject applied,
        ManagerId id,
        string apiVersion,
        bool force,
        DateTimeOffset now,
        Schema schema)
    {
        var mine = entries.GetValueOrDefault(id);
        var last = mine?.Fields ?? FieldSet.Empty;
        var ignored = IgnoredFields.Of(schema, id.Subresource, applied.Select(member => member.Key));
        var set = FieldSets.Of(applied, schema).ExceptTrees(ignored);
        entries[id] = new ManagedEntry(set, apiVersion, mine?.Time);
        var merged = (JsonObject)ObjectMerge.Merge(before, applied, schema)!;
        var result = last.IsEmpty ? merged : Prune(merged, last, entries, schema);
        Yield(entries, FieldComparison.Of(before, result, schema).Without(ignored), id, force);

        // The time is that of the last change of the object; an applier that never changed it has none.
        var time = JsonNode.DeepEquals(before, result) ? mine?.Time : ManagedEntries.Timestamp(now);
        entries.Set(id, new ManagedEntry(set.Except(IgnoredFields.Stripped), apiVersion, time));
        entries.Write(result);
        return result;
    }

    // Everyone but the writer loses what changed under them.
    private static void Yield(ManagedEntries entries, FieldComparison comparison, ManagerId writer, bool force)
    {
        var changed = comparison.Modified.Union(comparison.Added);
        var others = entries.Where(entry => entry.Key != writer).ToArray();
        var conflicts = others
            .SelectMany(entry => entry.Value.Fields.Intersect(changed).Paths(), (entry, path) => new ApplyConflict(entry.Key, path))
            .OrderBy(conflict => conflict.Manager.ToString(), StringComparer.Ordinal)
            .ToArray();
        if (!force && conflicts.Length > 0) throw new ApplyConflictException(conflicts);
        foreach (var (id, entry) in others)
        {
            entries.Set(id, entry with { Fields = entry.Fields.Except(changed).Except(comparison.Removed) });
        }
    }

    // Takes out what the applier said last time, puts back what anybody owns now, and what nobody ever applied.
    private static JsonObject Prune(JsonObject merged, FieldSet last, ManagedEntries entries, Schema schema)
    {
        FieldSet Named(FieldSet set) => FieldSets.WithNamedParents(set, schema);
        FieldSet SetOf(JsonNode? value) => Named(FieldSets.Of(value, schema));

        last = Named(last);
        var pruned = ObjectMerge.Remove(merged, last, schema);
        var managed = entries.Values.Aggregate(FieldSet.Empty, (all, entry) => all.Union(entry.Fields));
        var all = SetOf(merged);
        pruned = ObjectMerge.Remove(merged, all.Except(SetOf(pruned)).Except(Named(managed)), schema);
        return ObjectMerge.Remove(merged, all.Except(SetOf(pruned)).Intersect(last), schema) as JsonObject ?? [];
    }
}
