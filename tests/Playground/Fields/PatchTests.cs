using System.Text.Json.Nodes;
using GitOpsGuard.Playground.Cluster;
using GitOpsGuard.Playground.Cluster.Fields;

namespace GitOpsGuard.Playground.Tests.Fields;

public sealed class PatchTests
{
    private const string Pod = """
        {"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","finalizers":["a","b"]},"spec":{
          "containers":[{"name":"a","image":"a:1","env":[{"name":"A","value":"1"}]},{"name":"b","image":"b:1"}],
          "volumes":[{"name":"v","emptyDir":{}}],"tolerations":[{"key":"t"}]}}
        """;

    [Theory]
    [InlineData("""{"spec":{"containers":[{"name":"b","image":"b:2"}]}}""", "/spec/containers/1", """{"name":"b","image":"b:2"}""")]
    [InlineData("""{"spec":{"containers":[{"name":"a","$patch":"delete"}]}}""", "/spec/containers", """[{"name":"b","image":"b:1"}]""")]
    [InlineData("""{"spec":{"containers":[{"$patch":"replace"},{"name":"z"}]}}""", "/spec/containers", """[{"name":"z"}]""")]
    [InlineData("""{"spec":{"volumes":[{"name":"v","$retainKeys":["name","configMap"],"configMap":{"name":"c"}}]}}""", "/spec/volumes", """[{"name":"v","configMap":{"name":"c"}}]""")]
    [InlineData("""{"metadata":{"$deleteFromPrimitiveList/finalizers":["a"]}}""", "/metadata/finalizers", """["b"]""")]
    [InlineData("""{"metadata":{"finalizers":["c"]}}""", "/metadata/finalizers", """["c","a","b"]""")]
    [InlineData("""{"spec":{"tolerations":[{"key":"u"}]}}""", "/spec/tolerations", """[{"key":"u"}]""")]
    [InlineData("""{"spec":{"tolerations":null}}""", "/spec/tolerations", "null")]
    public void A_strategic_patch_merges_by_the_schema(string patch, string path, string expected) =>
        Expect(expected, Strategic(patch), path);

    [Fact]
    public void An_element_that_is_new_comes_first_unless_an_order_is_given()
    {
        var names = (string patch) => string.Join(',', ((JsonArray)Strategic(patch)["spec"]!["containers"]!).Select(one => one!["name"]));

        Assert.Equal("z,a,b", names("""{"spec":{"containers":[{"name":"z"}]}}"""));
        Assert.Equal("a,z,b", names("""{"spec":{"$setElementOrder/containers":[{"name":"a"},{"name":"z"},{"name":"b"}],"containers":[{"name":"z"}]}}"""));
    }

    [Theory]
    [InlineData("""{"spec":{"containers":[{"image":"x"}]}}""", "map: map[image:x] does not contain declared merge key: name")]
    [InlineData("""{"spec":{"containers":[{"name":"a","$patch":"other"}]}}""", "unknown patch type: other in map: map[$patch:other name:a]")]
    public void A_strategic_patch_that_makes_no_sense_is_refused(string patch, string message) =>
        Assert.Equal(message, Assert.Throws<ApiError>(() => Strategic(patch)).Message);

    [Fact]
    public void A_merge_patch_removes_what_is_null_and_replaces_lists()
    {
        var patched = MergePatch.Apply(Kinds.Parse(Pod), Kinds.Parse("""{"metadata":{"finalizers":null},"spec":{"containers":[]}}"""));

        Assert.Equal("""{"name":"p"}""", patched["metadata"]!.ToJsonString());
        Assert.Empty((JsonArray)patched["spec"]!["containers"]!);
    }

    [Theory]
    [InlineData("""[{"op":"add","path":"/metadata/labels","value":{"a/b":"c"}},{"op":"replace","path":"/metadata/labels/a~1b","value":"d"}]""", "/metadata/labels", """{"a/b":"d"}""")]
    [InlineData("""[{"op":"add","path":"/spec/tolerations/-","value":1},{"op":"remove","path":"/spec/tolerations/0"}]""", "/spec/tolerations", "[1]")]
    [InlineData("""[{"op":"move","from":"/spec/volumes","path":"/spec/moved"},{"op":"test","path":"/spec/volumes","value":null}]""", "/spec/moved", """[{"name":"v","emptyDir":{}}]""")]
    [InlineData("""[{"op":"copy","from":"/metadata/name","path":"/metadata/copy"}]""", "/metadata/copy", "\"p\"")]
    public void A_json_patch_follows_its_operations(string patch, string path, string expected) =>
        Expect(expected, JsonPatch.Apply(Kinds.Parse(Pod), (JsonArray)JsonNode.Parse(patch)!), path);

    [Theory]
    [InlineData("""[{"op":"test","path":"/metadata/name","value":"q"}]""")]
    [InlineData("""[{"op":"remove","path":"/spec/nope"}]""")]
    [InlineData("""[{"op":"add","path":"/spec/nope/deep","value":1}]""")]
    [InlineData("""[{"op":"remove","path":"/spec/containers/9"}]""")]
    [InlineData("""[{"op":"other","path":"/spec"}]""")]
    public void A_json_patch_that_does_not_fit_is_refused(string patch)
    {
        var refused = Assert.Throws<ApiError>(() => JsonPatch.Apply(Kinds.Parse(Pod), (JsonArray)JsonNode.Parse(patch)!));

        Assert.Equal(422, refused.Code);
    }

    private static JsonObject Strategic(string patch)
    {
        var pod = Kinds.Parse(Pod);
        return StrategicMergePatch.Apply(pod, Kinds.Parse(patch), Kinds.Of(pod).Schema);
    }

    private static void Expect(string expected, JsonObject obj, string path)
    {
        var found = path[1..].Split('/').Aggregate((JsonNode?)obj, (node, step) => node switch
        {
            JsonArray list => list[int.Parse(step)],
            _ => node?[step],
        });
        Assert.Equal(expected, found?.ToJsonString() ?? "null");
    }
}
