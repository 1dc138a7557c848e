using System.Text.Json;
using GitOpsGuard.Core.Fields;

namespace GitOpsGuard.Core.Tests.Fields;

public sealed class FieldSetTests
{
    private const string Ports = """{"f:spec":{"f:ports":{".":{},"k:{\"port\":80,\"protocol\":\"TCP\"}":{".":{},"f:name":{}}}}}""";

    [Theory]
    [InlineData(Ports)]
    [InlineData("""{"f:metadata":{"f:finalizers":{".":{},"v:\"1\"":{},"v:\"a\"":{}}}}""")]
    [InlineData("""{"f:spec":{"f:env":{"k:{\"name\":\"80\"}":{"f:value":{}}}}}""")]
    [InlineData("""{"f:spec":{"f:args":{"i:0":{},"i:10":{}},"f:ports":{"k:{\"port\":9}":{},"k:{\"port\":80}":{},"v:7":{}}}}""")]
    public void A_set_is_written_as_it_was_read(string fields) => Assert.Equal(fields, Text(Read(fields)));

    [Fact]
    public void What_is_written_is_ordered_as_the_server_orders_it() => Assert.Equal(
        """{"f:a":{},"f:b":{},"k:{\"n\":2}":{},"k:{\"n\":10}":{},"v:\"x\"":{},"i:1":{}}""",
        Text(Read("""{"i:1":{},"v:\"x\"":{},"k:{\"n\":10}":{},"f:b":{},"k:{\"n\": 2}":{},"f:a":{}}""")));

    [Fact]
    public void Sets_are_joined_and_taken_apart_field_by_field()
    {
        var (one, other) = (Read("""{"f:a":{".":{},"f:x":{}},"f:b":{}}"""), Read("""{"f:a":{},"f:c":{}}"""));

        Assert.Equal("""{"f:a":{".":{},"f:x":{}},"f:b":{},"f:c":{}}""", Text(one.Union(other)));
        Assert.Equal("""{"f:a":{}}""", Text(one.Intersect(other)));
        Assert.Equal("""{"f:a":{"f:x":{}},"f:b":{}}""", Text(one.Without(other)));
        Assert.Equal("""{"f:b":{}}""", Text(one.WithoutTrees(other)));
    }

    [Fact]
    public void A_set_of_paths_has_those_and_no_other()
    {
        var set = FieldSet.Of(FieldPath.Parse("a.b"), FieldPath.Parse("a"), FieldPath.Parse("c[name=x]"));

        Assert.Equal("""{"f:a":{".":{},"f:b":{}},"f:c":{"k:{\"name\":\"x\"}":{}}}""", Text(set));
        Assert.Equal(["a", "a.b", "c[name=x]"], set.OrderedPaths().Select(path => path.ToString()));
    }

    private static FieldSet Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        return FieldSet.FromFieldsV1(document.RootElement.Clone());
    }

    private static string Text(FieldSet set) =>
        set.ToFieldsV1().ToJsonString(new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
