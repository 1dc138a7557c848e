using System.Text.Json.Nodes;
using GitOpsGuard.Playground.Cluster.Fields;
using GitOpsGuard.Playground.Cluster.Schemas;

namespace GitOpsGuard.Playground.Tests.Fields;

public sealed class InternalFormTests
{
    [Fact]
    public void Every_row_is_a_type_whose_fields_exist()
    {
        var rows = TextTable.Lines("internals.txt").Select(line => line.Split(": ", 2)).ToList();

        Assert.NotEmpty(rows);
        Assert.All(rows, row => Assert.All((JsonObject)JsonNode.Parse(row[1])!, field => Assert.True(
            field.Key.StartsWith('^') || Known(TypeTable.Of(row[0]), field.Key.Split('=')[^1]), $"{row[0]} {field.Key}")));
    }

    [Fact]
    public void What_may_change_is_no_difference()
    {
        var (old, next) = (Read("""{"containers":[{"name":"a","image":"x"}]}"""), Read("""{"containers":[{"name":"a","image":"z"}]}"""));

        Assert.Equal("", InternalForm.Diff("core.v1.PodSpec", old, next, "containers[*].image"));
        Assert.Contains("-   \"Image\": \"x\",\n+   \"Image\": \"z\",\n", InternalForm.Diff("core.v1.PodSpec", old, next, ""), StringComparison.Ordinal);
    }

    [Fact]
    public void Fields_of_the_host_stand_in_the_security_context()
    {
        var diff = InternalForm.Diff(
            "core.v1.PodSpec", Read("""{"securityContext":{}}"""), Read("""{"hostNetwork":true,"securityContext":{}}"""), "");

        Assert.Contains("\n  \"SecurityContext\": {\n-  \"HostNetwork\": false,\n+  \"HostNetwork\": true,\n", diff, StringComparison.Ordinal);
    }

    private static bool Known(Schema type, string name) => type.Fields.Keys.Any(key => key.Equals(name, StringComparison.OrdinalIgnoreCase));

    private static JsonObject Read(string json) => (JsonObject)JsonNode.Parse(json)!;
}
