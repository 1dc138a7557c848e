using System.Text.Json.Nodes;
using GitOpsGuard.Playground.Cluster.Schemas;
using k8s.Models;

namespace GitOpsGuard.Playground.Tests.Schemas;

public sealed class SchemaTests
{
    [Fact]
    public void Every_line_of_the_table_names_a_type_and_fields_that_exist()
    {
        var unknown = ModelTraitTable.Text.Replace("\n ", "", StringComparison.Ordinal).Split('\n')
            .Select(line => line.Split(": ", 2))
            .SelectMany(line => Unknown(line[0].TrimEnd(':'), line[1]));

        Assert.Empty(unknown);
    }

    [Fact]
    public void Every_kind_that_is_stored_has_a_model()
    {
        string[] without = [.. BuiltInKinds.All.Where(row => row.Model is null).Select(row => row.Kind)];

        Assert.DoesNotContain(without, kind => kind is not ("Binding" or "ComponentStatus"));
    }

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
        var containers = document["components"]!["schemas"]!["io.k8s.api.v1.PodSpec"]!["properties"]!["containers"]!;
        Assert.Equal("name", containers["x-kubernetes-patch-merge-key"]!.ToString());
        Assert.Equal("map", containers["x-kubernetes-list-type"]!.ToString());
    }

    [Fact]
    public void The_index_moves_with_a_custom_schema()
    {
        var row = Fields.Kinds.GizmoRow;
        var before = OpenApiDocuments.Index([(row, Schema.FromOpenApi(new JsonObject { ["type"] = "object" }))]);
        var after = OpenApiDocuments.Index([(row, Fields.Kinds.GizmoSchema)]);

        Assert.NotEqual(before["paths"]!["apis/ex.dev/v1"]!.ToJsonString(), after["paths"]!["apis/ex.dev/v1"]!.ToJsonString());
    }

    private static Schema At(string kind, string path) => path.Split('.').Aggregate(
        Schema.For(BuiltInKinds.All.First(row => row.Kind == kind)),
        (schema, step) => (schema.Shape == SchemaShape.List ? schema.Element : schema).Member(step)!);

    private static IEnumerable<string> Unknown(string type, string words)
    {
        var model = typeof(V1Pod).Assembly.GetType("k8s.Models." + type);
        if (model is null) return [type];
        var fields = ModelSchemas.Of(model).Fields;
        return words.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Where(word => word != "@")
            .Select(word => string.Concat(word.TakeWhile(one => char.IsLetterOrDigit(one) || one is '-' or '_')))
            .Where(field => !fields.ContainsKey(field))
            .Select(field => $"{type}.{field}");
    }
}
