using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using GitOpsGuard.Core;
using GitOpsGuard.Kubernetes.Kinds;
using GitOpsGuard.Yaml;

namespace GitOpsGuard.Conventions.Tests;

/// <summary>Each kind is written down twice, as a schema in the chart and as a record; the two agree.</summary>
public sealed class KindTests
{
    private static readonly Dictionary<string, JsonTypeInfo> Records = new()
    {
        ["GitSource"] = KindsJson.Default.GitSource,
        ["GitSync"] = KindsJson.Default.GitSync,
        ["SyncInventory"] = KindsJson.Default.SyncInventory,
        ["GuardPolicy"] = KindsJson.Default.GuardPolicy,
        ["BreakGlass"] = KindsJson.Default.BreakGlass,
        ["ChangeRequest"] = KindsJson.Default.ChangeRequest,
    };

    public static TheoryData<string> Kinds => [.. Records.Keys];

    [Fact]
    public void The_chart_defines_exactly_the_kinds_that_have_a_record()
    {
        Assert.Equal(Records.Keys.Order(), Definitions().Select(definition => (string)definition["spec"]!["names"]!["kind"]!).Order());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_schema_and_its_record_have_the_same_fields_of_the_same_types(string kind)
    {
        var differences = Compare(Schema(kind), Records[kind], kind).ToList();

        Assert.Empty(differences);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_default_of_a_schema_is_the_default_of_its_record(string kind)
    {
        var spec = Records[kind].Properties.Single(property => property.Name == "spec");
        var record = JsonSerializer.SerializeToNode(Activator.CreateInstance(spec.PropertyType), KindsJson.Default.GetTypeInfo(spec.PropertyType)!)!;

        var differences = Schema(kind)["properties"]!["spec"]!["properties"]!.AsObject()
            .Where(field => field.Value!["default"] is not null && !JsonNode.DeepEquals(field.Value["default"], record[field.Key]))
            .Select(field => $"{field.Key}: schema {field.Value!["default"]}, record {record[field.Key]}");

        Assert.Empty(differences);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_definition_has_the_group_the_version_printer_columns_and_a_short_name(string kind)
    {
        var definition = Definitions().Single(crd => (string)crd["spec"]!["names"]!["kind"]! == kind)["spec"]!;

        Assert.Equal(Names.Group, (string)definition["group"]!);
        Assert.Equal(Names.Version, (string)definition["versions"]![0]!["name"]!);
        Assert.NotEmpty(definition["versions"]![0]!["additionalPrinterColumns"]!.AsArray());
        Assert.NotEmpty(definition["names"]!["shortNames"]!.AsArray());
    }

    private static IEnumerable<string> Compare(JsonNode schema, JsonTypeInfo type, string path)
    {
        if ((string?)schema["type"] is { } declared && declared != TypeOf(type)) return [$"{path}: schema {declared}, record {TypeOf(type)}"];
        return type.Kind switch
        {
            JsonTypeInfoKind.Enumerable => Compare(schema["items"]!, Of(type.ElementType!), $"{path}[]"),
            JsonTypeInfoKind.Dictionary => Compare(schema["additionalProperties"]!, Of(type.ElementType!), $"{path}{{}}"),
            JsonTypeInfoKind.Object => CompareMembers(schema, type, path),
            _ => [],
        };
    }

    private static IEnumerable<string> CompareMembers(JsonNode schema, JsonTypeInfo type, string path)
    {
        if (type.Type == typeof(ObjectMeta)) return [];
        var fields = schema["properties"]?.AsObject().ToDictionary(field => field.Key, field => field.Value!) ?? [];
        var members = type.Properties.ToDictionary(property => property.Name, property => Of(property.PropertyType));
        if (members.TryGetValue("status", out var status) && status is { Kind: JsonTypeInfoKind.Object, Properties.Count: 0 }) members.Remove("status");
        return fields.Keys.Except(members.Keys).Select(name => $"{path}.{name}: only in the schema")
            .Concat(members.Keys.Except(fields.Keys).Select(name => $"{path}.{name}: only in the record"))
            .Concat(fields.Keys.Intersect(members.Keys).SelectMany(name => Compare(fields[name], members[name], $"{path}.{name}")));
    }

    private static string TypeOf(JsonTypeInfo info)
    {
        var type = Nullable.GetUnderlyingType(info.Type) ?? info.Type;
        if (info.Kind == JsonTypeInfoKind.Enumerable) return "array";
        if (type == typeof(bool)) return "boolean";
        if (type == typeof(int) || type == typeof(long)) return "integer";
        return type == typeof(string) || type == typeof(DateTimeOffset) ? "string" : "object";
    }

    private static JsonTypeInfo Of(Type type) => KindsJson.Default.GetTypeInfo(type)!;

    private static JsonNode Schema(string kind) =>
        Definitions().Single(definition => (string)definition["spec"]!["names"]!["kind"]! == kind)
            ["spec"]!["versions"]![0]!["schema"]!["openAPIV3Schema"]!;

    private static IEnumerable<JsonNode> Definitions() =>
        Repository.Files("charts/gitops-guard/crds", "*.yaml")
            .Select(file => YamlFile.Parse(File.ReadAllText(file)).Documents.Single().ToJson()!);
}
