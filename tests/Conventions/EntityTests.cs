using System.Reflection;
using System.Text.Json.Nodes;
using GitOpsGuard.Yaml;
using k8s.Models;
using KubeOps.Abstractions.Entities.Attributes;

namespace GitOpsGuard.Conventions.Tests;

/// <summary>What a controller's entity says of its kind by attributes is what the chart's definition says. Fields are held by <see cref="KindTests"/>.</summary>
public sealed class EntityTests
{
    public static TheoryData<string> Entities => [.. Types().Select(type => type.Name)];

    [Theory]
    [MemberData(nameof(Entities))]
    public void The_attributes_of_an_entity_agree_with_its_definition(string entity)
    {
        var type = Types().Single(t => t.Name == entity);
        var kind = type.GetCustomAttribute<KubernetesEntityAttribute>()!;
        var crd = Definition($"{kind.PluralName}.{kind.Group}");
        var version = Assert.Single(crd["versions"]!.AsArray())!;

        Assert.Equal(kind.Group, (string)crd["group"]!);
        Assert.Equal(kind.Kind, (string)crd["names"]!["kind"]!);
        Assert.Equal(kind.ApiVersion, (string)version["name"]!);
        Assert.True((bool)version["served"]! && (bool)version["storage"]!);
        Assert.Equal($"{type.GetCustomAttribute<EntityScopeAttribute>()!.Scope}", (string)crd["scope"]!);
        Assert.Equal(ShortNames(type), crd["names"]!["shortNames"]!.AsArray().Select(n => (string)n!));
        Assert.Equal(type.GetProperty("Status") is not null, version["subresources"]?["status"] is not null);
        Assert.Equal(type.IsDefined(typeof(ScaleSubresourceAttribute)), version["subresources"]?["scale"] is not null);
        Assert.Equal(Columns(type), Columns(version));
    }

    private static IEnumerable<string> ShortNames(Type type) =>
        type.GetCustomAttributes<KubernetesEntityShortNamesAttribute>().SelectMany(names => names.ShortNames);

    private static IEnumerable<string> Columns(Type type) =>
        type.GetCustomAttributes<GenericAdditionalPrinterColumnAttribute>()
            .Select(column => $"{column.Name} {column.Type} {column.JsonPath} {(int)column.Priority}");

    private static IEnumerable<string> Columns(JsonNode version) =>
        version["additionalPrinterColumns"]!.AsArray()
            .Select(column => $"{column!["name"]} {column["type"]} {column["jsonPath"]} {(int?)column["priority"] ?? 0}");

    private static IEnumerable<Type> Types() =>
        Assembly.Load("gitopsguard-reconciler").GetTypes().Where(type => type.IsDefined(typeof(KubernetesEntityAttribute)));

    private static JsonNode Definition(string name) =>
        Repository.Files("charts/gitops-guard/crds", "*.yaml")
            .Select(file => YamlFile.Parse(File.ReadAllText(file)).Documents.Single().ToJson()!)
            .Single(crd => (string)crd["metadata"]!["name"]! == name)["spec"]!;
}
