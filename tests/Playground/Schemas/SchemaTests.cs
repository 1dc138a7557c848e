using System.Text.Json.Nodes;
using GitOpsGuard.Playground.Cluster.Schemas;
using k8s.Models;

namespace GitOpsGuard.Playground.Tests.Schemas;

public sealed class SchemaTests
{
    [Fact]
    public void Every_type_of_the_table_can_be_read()
    {
        string[] names = [.. TextTable.Lines("types.txt").Select(line => line.Split(':', ' ')[0])];

        Assert.NotEmpty(names);
        Assert.All(names, name => Assert.NotEmpty(TypeTable.Of(name).Fields));
    }

    [Fact]
    public void Every_kind_has_a_type() => Assert.All(BuiltInKinds.All, row => Assert.Contains("metadata", Schema.For(row).Fields.Keys));

    [Theory]
    [InlineData("Deployment", "spec.template.spec.containers", "Map", "name")]
    [InlineData("Deployment", "spec.template.spec.topologySpreadConstraints", "Map", "topologyKey,whenUnsatisfiable")]
    [InlineData("Deployment", "spec.template.spec.tolerations", "Atomic", "")]
    [InlineData("Service", "spec.ports", "Map", "port,protocol")]
    [InlineData("ConfigMap", "metadata.finalizers", "Set", "")]
    [InlineData("ConfigMap", "metadata.ownerReferences", "Map", "uid")]
    public void Lists_have_the_kind_and_keys_of_the_server(string kind, string path, string listKind, string keys)
    {
        var list = At(kind, path);

        Assert.Equal(listKind, list.ListKind.ToString());
        Assert.Equal(keys, string.Join(',', list.Keys));
    }

    [Theory]
    [InlineData("Deployment", "spec.selector")]
    [InlineData("Deployment", "spec.template.spec.nodeSelector")]
    [InlineData("Service", "spec.selector")]
    [InlineData("RoleBinding", "roleRef")]
    public void Selectors_and_references_are_one_leaf(string kind, string path) => Assert.True(At(kind, path).Atomic);

    [Fact]
    public void Documents_say_that_the_server_validates_fields_and_merges_lists()
    {
        var row = BuiltInKinds.All.Single(row => row.Kind == "Deployment");
        var document = OpenApiDocuments.Document([(row, Schema.For(row))]);

        var patch = document["paths"]!["/apis/apps/v1/namespaces/{namespace}/deployments/{name}"]!["patch"]!;
        Assert.Contains("fieldValidation", ((JsonArray)patch["parameters"]!).Select(parameter => parameter!["name"]!.ToString()));
        Assert.Equal("Deployment", patch["x-kubernetes-group-version-kind"]!["kind"]!.ToString());
        var containers = document["components"]!["schemas"]!["io.k8s.api.core.v1.PodSpec"]!["properties"]!["containers"]!;
        Assert.Equal("name", containers["x-kubernetes-patch-merge-key"]!.ToString());
        Assert.Equal("map", containers["x-kubernetes-list-type"]!.ToString());
    }

    [Fact]
    public void The_index_moves_with_a_custom_schema()
    {
        var row = Fields.Kinds.GizmoRow;
        var before = OpenApiDocuments.Index([(row, OpenApiSchemas.Root(new JsonObject { ["type"] = "object" }))]);
        var after = OpenApiDocuments.Index([(row, Fields.Kinds.GizmoSchema)]);

        Assert.NotEqual(before["paths"]!["apis/ex.dev/v1"]!.ToJsonString(), after["paths"]!["apis/ex.dev/v1"]!.ToJsonString());
    }

    private static Schema At(string kind, string path) => path.Split('.').Aggregate(
        Schema.For(BuiltInKinds.All.First(row => row.Kind == kind)),
        (schema, step) => (schema.Shape == SchemaShape.List ? schema.Element : schema).Member(step)!);
}
