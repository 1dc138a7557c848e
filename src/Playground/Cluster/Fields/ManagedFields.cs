namespace GitOpsGuard.Playground.Cluster.Fields;

/// <summary>
/// Ownership of fields as the server tracks it in <c>metadata.managedFields</c>. Objects go in and come out whole;
/// nothing passed in is changed. A write that changes nothing but times gives back the live object itself.
/// </summary>
internal static class ManagedFields
{
    private static readonly ManagerId Nobody = new("", false, "", "");

    // Fields that the server alone writes.
    private static readonly FieldSet Stripped = Fields(
    [
        "apiVersion", "kind", "metadata", "metadata.creationTimestamp", "metadata.generation", "metadata.managedFields", "metadata.name",
        "metadata.namespace", "metadata.resourceVersion", "metadata.selfLink", "metadata.uid",
    ]);

    /// <summary>
    /// The written object with its managers: whoever writes owns what it changed and added, and takes it from the
    /// others. An object whose entries were cleared stays without.
    /// </summary>
    /// <param name="live">The stored object; null on create.</param>
    /// <param name="written">The object to store, with defaults.</param>
    public static JsonObject Update(
        JsonObject? live, JsonObject written, string manager, string apiVersion, string? subresource, DateTimeOffset now, Schema schema, Predicate<string>? served = null)
    {
        var entries = Entries(live, written, subresource, served);
        var result = ManagedEntries.Without(written);
        if (entries.Count > 0 || string.IsNullOrEmpty(live.Text("metadata", "uid")))
        {
            try
            {
                var id = ManagerId.Of(manager, false, apiVersion, subresource);
                Update(entries, live is null ? Unwritten(schema) : ManagedEntries.Without(live), result, id, apiVersion, now, schema);
            }
            catch (ApiError)
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
    /// <exception cref="ApiError">
    /// 409: others own fields with other values. 500: the configuration is not of the schema's types.
    /// </exception>
    public static JsonObject Apply(
        JsonObject? live, JsonObject applied, string manager, bool force, string? subresource, DateTimeOffset now, Schema schema,
        Predicate<string>? served = null)
    {
        TypeErrors.CheckApplied(applied, schema);
        var entries = ManagedEntries.Read(live, served) ?? [];
        var before = live is null ? Unwritten(schema) : ManagedEntries.Without(live);
        var apiVersion = applied.Text("apiVersion") ?? "";
        if (entries.Count == 0 && live is not null)
        {
            var first = ManagerId.Of("before-first-apply", false, apiVersion, subresource);
            Update(entries, Unwritten(schema), before, first, apiVersion, now, schema);
        }

        var id = ManagerId.Of(manager, true, apiVersion, subresource);
        var (result, conflicts) = Apply(entries, before, applied, id, apiVersion, now, schema);
        if (!force && LastApplied.Refused(conflicts, live, manager, schema) is { Count: > 0 } refused) throw ApplyConflict.Refusal(refused);
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
        var copy = obj.Copy();
        foreach (var entry in copy.Items("metadata", "managedFields").OfType<JsonObject>()) entry.Remove("time");
        if (live.At("metadata", "resourceVersion") is { } version) copy.Metadata["resourceVersion"] ??= version.DeepClone();
        return copy;
    }

    // A write through a subresource never carries entries; a write without readable entries keeps the live ones.
    private static ManagedEntries Entries(JsonObject? live, JsonObject written, string? subresource, Predicate<string>? served)
    {
        var isWhole = string.IsNullOrEmpty(subresource);
        if (isWhole && ManagedEntries.IsReset(written)) return [];
        return isWhole && ManagedEntries.Read(written, served) is { Count: > 0 } sent ? sent : ManagedEntries.Read(live, served) ?? [];
    }

    // What the server holds before an object exists: nothing but the always-written fields. New objects are compared with
    // it, which is why nobody owns spec of a Deployment, but the creator owns spec of a custom resource.
    private static JsonObject Unwritten(Schema schema) => new(schema.Fields.Where(field => field.Value.Always)
        .Select(field => KeyValuePair.Create(
            field.Key, field.Value is { Shape: SchemaShape.Struct, IsPointer: false } ? Unwritten(field.Value) : field.Value.Zero)));

    private static void Update(
        ManagedEntries entries, JsonObject before, JsonObject after, ManagerId id, string apiVersion, DateTimeOffset now, Schema schema)
    {
        var comparison = FieldComparison.Of(before, after, schema).Without(Ignored(schema, id.Subresource, before.Concat(after)));
        Yield(entries, comparison, Nobody);
        var taken = comparison.Changed.Without(Stripped);
        if (!taken.IsEmpty)
        {
            var owned = entries.GetValueOrDefault(id)?.Fields ?? FieldSet.Empty;
            // What is written through scale is told without a time.
            entries[id] = new ManagedEntry(owned.Union(taken), apiVersion, id.Subresource == "scale" ? null : Trees.Timestamp(now));
        }

        entries.Collapse();
    }

    private static (JsonObject Result, IReadOnlyList<ApplyConflict> Conflicts) Apply(
        ManagedEntries entries, JsonObject before, JsonObject applied, ManagerId id, string apiVersion, DateTimeOffset now, Schema schema)
    {
        var mine = entries.GetValueOrDefault(id);
        var last = mine?.Fields ?? FieldSet.Empty;
        var ignored = Ignored(schema, id.Subresource, applied);
        var set = new TypedValue(applied, schema).Named().WithoutTrees(ignored);
        entries[id] = new ManagedEntry(set, apiVersion, mine?.Time);
        var merged = (JsonObject)ObjectMerge.Merge(new(before, schema), new(applied, schema))!;
        var result = last.IsEmpty ? merged : Prune(merged, last, entries, schema);
        var conflicts = Yield(entries, FieldComparison.Of(before, result, schema).Without(ignored), id);
        // The time is that of the last change of the object; an applier that never changed it has none.
        var time = JsonNode.DeepEquals(before, result) ? mine?.Time : Trees.Timestamp(now);
        entries.Set(id, new ManagedEntry(set.Without(Stripped), apiVersion, time));
        entries.Write(result);
        return (result, conflicts);
    }

    // Everyone but the writer loses what changed under them; returned is what they still said.
    private static ApplyConflict[] Yield(ManagedEntries entries, FieldComparison comparison, ManagerId writer)
    {
        var changed = comparison.Changed;
        var others = entries.Where(entry => entry.Key != writer).ToArray();
        foreach (var (id, entry) in others)
            entries.Set(id, entry with { Fields = entry.Fields.Without(changed).Without(comparison.Removed) });

        return [.. others.SelectMany(
            entry => entry.Value.Fields.Intersect(changed).OrderedPaths(), (entry, path) => new ApplyConflict(entry.Key, path))];
    }

    // Takes out what the applier said last time, puts back what anybody owns now, and what nobody ever applied.
    private static JsonObject Prune(JsonObject merged, FieldSet last, ManagedEntries entries, Schema schema)
    {
        FieldSet SetOf(JsonNode? value) => WithParents(new TypedValue(value, schema).Named(), schema);

        var value = new TypedValue(merged, schema);
        last = WithParents(last, schema);
        var managed = WithParents(entries.Values.Aggregate(FieldSet.Empty, (all, entry) => all.Union(entry.Fields)), schema);
        var all = SetOf(merged);
        var pruned = ObjectMerge.Remove(value, last);
        pruned = ObjectMerge.Remove(value, all.Without(SetOf(pruned)).Without(managed));
        return ObjectMerge.Remove(value, all.Without(SetOf(pruned)).Intersect(last)) as JsonObject ?? [];
    }

    // A set of a.b.c owns a and a.b too, where these are fields of a struct and not keys of a map.
    private static FieldSet WithParents(FieldSet set, Schema schema)
    {
        IEnumerable<FieldPath> Parents(FieldPath path)
        {
            var (at, type) = (FieldPath.Root, schema);
            foreach (var step in path.Elements[..^1])
            {
                at = at.Append(step);
                if (TypedValue.HasField(type, step)) yield return at;
                type = step is PathElement.Field(var name) ? type.Member(name) ?? Schema.Untyped : type.Element;
            }
        }

        return set.Union(FieldSet.Of(set.Paths().SelectMany(Parents)));
    }

    // Fields that a write through this endpoint resets to what they were.
    private static FieldSet Ignored(Schema schema, string endpoint, IEnumerable<KeyValuePair<string, JsonNode?>> all) => endpoint switch
    {
        "" when schema.HasStatus => Fields("status"),
        "status" when schema.IsCustom => Fields(all.Select(one => one.Key).Where(name => name != "status")),
        "status" when schema.TypeName == "apps.v1.Deployment" => Fields("spec", "metadata.labels"),
        "status" when schema.TypeName == "admissionregistration.v1.ValidatingAdmissionPolicy" => Fields("spec", "metadata"),
        "status" => Fields("spec"),
        _ => FieldSet.Empty,
    };

    private static FieldSet Fields(params IEnumerable<string> paths) => FieldSet.Of(paths.Select(path => FieldPath.Of(path.Split('.'))));
}
