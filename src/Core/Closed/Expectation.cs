using System.Text.Json;
using System.Text.Json.Nodes;
using GitOpsGuard.Core.Fields;

namespace GitOpsGuard.Core.Closed;

/// <summary>What a declared object is expected to be once it is stored: as Git declares it, with what the server adds by itself.</summary>
public static class Expectation
{
    private static readonly FieldSet Whole = FieldSet.Of(FieldPath.Root);

    /// <summary>The declared object with the server's defaults.</summary>
    /// <param name="identity">The object.</param>
    /// <param name="declared">What Git declares.</param>
    /// <param name="created">
    /// What the server makes of it in a dry run of its creation. Whoever creates an object owns its defaults, but not what
    /// admission changes afterwards: so <c>managedFields</c> tells the two apart.
    /// </param>
    public static JsonElement WithDefaults(ObjectIdentity identity, JsonObject declared, JsonElement created) =>
        Of(identity, declared, created, ManagedFieldsReader.Read(created).FirstOrDefault(e => e.Subresource.Length == 0)?.Fields ?? FieldSet.Empty);

    /// <summary>The declared object with all that is stored beside what it declares, for kinds of which no dry run can be had.</summary>
    public static JsonElement WithAllOf(ObjectIdentity identity, JsonObject declared, JsonElement stored) => Of(identity, declared, stored, Whole);

    private static JsonElement Of(ObjectIdentity identity, JsonObject declared, JsonElement server, FieldSet owned) => JsonElement.Parse(
        Members(declared, JsonObject.Create(server)!, owned, KindShape.Of(identity.Group, identity.Kind)).ToJsonString());

    private static JsonNode Both(JsonNode declared, JsonNode server, FieldSet owned, KindShape? shape) => (declared, server) switch
    {
        (JsonObject d, JsonObject s) => Members(d, s, owned, shape),
        (JsonArray d, JsonArray s) => Items(d, s, owned, shape),
        _ => declared.DeepClone(),
    };

    private static JsonObject Members(JsonObject declared, JsonObject server, FieldSet owned, KindShape? shape)
    {
        var merged = declared.DeepClone().AsObject();
        foreach (var (name, value) in server)
        {
            if (value is null) continue;
            var (below, member) = (Below(owned, new PathElement.Field(name)), shape?.Member(name));
            if (declared[name] is { } own) merged[name] = Both(own, value, below, member);
            else if (Added(value, below, member) is { } added) merged[name] = added;
        }

        return merged;
    }

    private static JsonArray Items(JsonArray declared, JsonArray server, FieldSet owned, KindShape? shape)
    {
        var merged = new JsonArray();
        for (var i = 0; i < declared.Count; i++)
        {
            var twin = Twin(declared, server, i, owned, shape?.Map);
            merged.Add(declared[i] is { } own && twin is not null ? Both(own, twin, Below(owned, StepTo(twin, owned)), shape?.Item) : declared[i]?.DeepClone());
        }

        return merged;
    }

    /// <summary>What the server made of a declared item: by its keys, else by its place.</summary>
    private static JsonNode? Twin(JsonArray declared, JsonArray server, int index, FieldSet owned, ListMap? map)
    {
        if (map is not null && KeyOf(map, declared[index]) is { } key) return server.FirstOrDefault(item => KeyOf(map, item) is { } other && other.Equals(key));
        if (declared.Count == server.Count) return server[index];
        return owned.Children.Keys.OfType<PathElement.Key>().Where(step => Agrees(declared[index], step, absent: true))
            .Select(step => server.FirstOrDefault(item => Agrees(item, step, absent: false))).FirstOrDefault();
    }

    private static PathElement.Key? KeyOf(ListMap map, JsonNode? item) => item is JsonObject obj ? map.KeyOf(name => obj[name]?.ToString()) : null;

    private static PathElement.Key? StepTo(JsonNode item, FieldSet owned) =>
        owned.Children.Keys.OfType<PathElement.Key>().FirstOrDefault(step => Agrees(item, step, absent: false));

    private static bool Agrees(JsonNode? item, PathElement.Key step, bool absent) =>
        item is JsonObject obj && step.Keys.All(key => obj[key.Key] is { } value ? value.ToString() == key.Value : absent);

    /// <summary>As much of an undeclared value as is owned; null when nothing is.</summary>
    private static JsonNode? Added(JsonNode value, FieldSet owned, KindShape? shape)
    {
        if (owned.IsEmpty) return null;
        // The server writes an empty object where admission may put something into it.
        if (IsWhole(owned)) return shape is { Hollow: true } && owned != Whole ? new JsonObject() : value.DeepClone();
        return value switch
        {
            JsonObject members => new JsonObject(members
                .Select(member => KeyValuePair.Create(member.Key, member.Value is { } of ? Added(of, Below(owned, new PathElement.Field(member.Key)), shape?.Member(member.Key)) : null))
                .Where(member => member.Value is not null)),
            JsonArray items => new JsonArray([.. items.OfType<JsonNode>().Select(item => Added(item, Below(owned, StepTo(item, owned)), shape?.Item)).Where(item => item is not null)]),
            _ => value.DeepClone(),
        };
    }

    /// <summary>Whether a set ends here, so that all below belongs to it.</summary>
    private static bool IsWhole(FieldSet owned) => owned is { Self: true, Children.IsEmpty: true };

    private static FieldSet Below(FieldSet owned, PathElement? step) => IsWhole(owned) ? Whole : step is null ? FieldSet.Empty : owned.Below(step);
}
