using System.Text.Json.Nodes;
using GitOpsGuard.Playground.Cluster.Schemas;
using GitOpsGuard.Playground.Tests.Cluster;

namespace GitOpsGuard.Playground.Tests.Schemas;

/// <summary>
/// The table of types against what a server documents: with KUBEBUILDER_ASSETS a real one, else what the embedded server
/// made of the table. A type that the real server changes is written over in <c>types.txt</c>.
/// </summary>
public sealed class DocumentedTypesTests
{
    private const string Schemas = "#/components/schemas/";

    [Fact]
    public async Task Every_type_of_the_table_has_the_documented_fields()
    {
        await using var cluster = await TestCluster.StartAsync();
        foreach (var kinds in BuiltInKinds.All.GroupBy(row => OpenApiDocuments.PathOf(row.Group, row.Version)))
        {
            var text = await cluster.Admin.GetStringAsync(new Uri($"/openapi/v3/{kinds.Key}", UriKind.Relative), TestContext.Current.CancellationToken);
            var documented = JsonNode.Parse(text)!["components"]!["schemas"]!.AsObject();
            var ours = OpenApiDocuments.Document([.. kinds.Select(row => (row, Schema.For(row)))])["components"]!["schemas"]!.AsObject();
            var types = ours.Where(type => type.Value!["properties"] is JsonObject).ToArray();

            Assert.NotEmpty(types);
            Assert.All(types, type => Assert.Equal(Fields(documented, type.Key), Fields(ours, type.Key)));
        }
    }

    private static string[] Fields(JsonObject schemas, string type)
    {
        var required = (schemas[type]!["required"] as JsonArray ?? []).Select(name => $"{name}").ToHashSet();
        return [.. schemas[type]!["properties"]!.AsObject()
            .Select(field => $"{type}.{field.Key}{(required.Contains(field.Key) ? "!" : "")}: {Signature(schemas, field.Value!)}")
            .Order(StringComparer.Ordinal)];
    }

    private static string Signature(JsonObject schemas, JsonNode property)
    {
        var words = new List<string> { Type(schemas, property) };
        foreach (var word in new[] { "x-kubernetes-patch-strategy", "x-kubernetes-patch-merge-key", "x-kubernetes-list-map-keys" })
        {
            if (property[word] is { } value) words.Add($"{word}={value.ToJsonString()}");
        }

        return string.Join(' ', words);
    }

    private static string Type(JsonObject schemas, JsonNode property)
    {
        if ((property["$ref"] ?? property["allOf"]?[0]?["$ref"])?.ToString() is { } reference)
        {
            var named = schemas[reference[Schemas.Length..]]!;
            return named["properties"] is not null || named["oneOf"] is not null || named["type"]?.ToString() == "string" ? reference : "any";
        }

        return property["type"]?.ToString() switch
        {
            "array" => $"{property["x-kubernetes-list-type"] ?? "atomic"} of {Type(schemas, property["items"]!)}",
            "object" when property["additionalProperties"] is { } values => $"map of {Type(schemas, values)}",
            "object" or null => "any",
            var type => $"{type}/{property["format"]}",
        };
    }
}
