using System.Text.Json;
using System.Text.Json.Nodes;
using GitOpsGuard.Core.Closed;

namespace GitOpsGuard.Core.Tests.Closed;

public sealed class ExpectationTests
{
    private const string Declared = """{"spec":{"replicas":3,"template":{"spec":{"containers":[{"name":"web","image":"web:1","ports":[{"containerPort":80}]}]}}}}""";

    private static readonly ObjectIdentity Web = new("apps", "Deployment", "shop", "web");

    [Fact]
    public void Defaults_are_expected_beside_what_is_declared()
    {
        var expected = Of(
            """{"replicas":3,"progressDeadlineSeconds":600,"template":{"spec":{"securityContext":{},"containers":[{"name":"web","image":"web:1","imagePullPolicy":"Always","ports":[{"containerPort":80,"protocol":"TCP"}]}]}}}""",
            """
            {"f:progressDeadlineSeconds":{},"f:replicas":{},"f:template":{"f:spec":{"f:securityContext":{},"f:containers":{"k:{\"name\":\"web\"}":
              {".":{},"f:image":{},"f:imagePullPolicy":{},"f:name":{},"f:ports":{".":{},"k:{\"containerPort\":80,\"protocol\":\"TCP\"}":{".":{},"f:containerPort":{},"f:protocol":{}}}}}}}}
            """);

        Same("""{"replicas":3,"template":{"spec":{"containers":[{"name":"web","image":"web:1","ports":[{"containerPort":80,"protocol":"TCP"}],"imagePullPolicy":"Always"}],"securityContext":{}}},"progressDeadlineSeconds":600}""", expected);
    }

    [Fact]
    public void What_admission_changes_and_adds_is_not_expected()
    {
        var expected = Of(
            """{"replicas":5,"template":{"spec":{"hostNetwork":true,"securityContext":{"runAsUser":0},"containers":[{"name":"side","image":"side:1"},{"name":"web","image":"evil:1","ports":[{"containerPort":80,"protocol":"TCP"}]}]}}}""",
            """
            {"f:replicas":{},"f:template":{"f:spec":{"f:securityContext":{},"f:containers":{"k:{\"name\":\"web\"}":
              {".":{},"f:image":{},"f:name":{},"f:ports":{".":{},"k:{\"containerPort\":80,\"protocol\":\"TCP\"}":{".":{},"f:containerPort":{},"f:protocol":{}}}}}}}}
            """);

        Same("""{"replicas":3,"template":{"spec":{"containers":[{"name":"web","image":"web:1","ports":[{"containerPort":80,"protocol":"TCP"}]}],"securityContext":{}}}}""", expected);
    }

    [Fact]
    public void A_custom_resource_is_matched_by_the_keys_that_the_server_tells()
    {
        var expected = Expectation.WithDefaults(
            new("example.com", "Toy", "shop", "t"),
            JsonNode.Parse("""{"spec":{"parts":[{"id":"b"}]}}""")!.AsObject(),
            JsonElement.Parse("""
                {"metadata":{"managedFields":[{"manager":"gitopsguard","operation":"Update","fieldsV1":{"f:spec":{"f:size":{},"f:parts":{"k:{\"id\":\"b\"}":{".":{},"f:id":{},"f:colour":{}}}}}}]},
                 "spec":{"size":1,"parts":[{"id":"a"},{"id":"b","colour":"red"}]}}
                """));

        Same("""{"parts":[{"id":"b","colour":"red"}],"size":1}""", expected.GetProperty("spec"));
    }

    [Fact]
    public void Where_no_dry_run_tells_all_that_is_stored_beside_it_is_expected()
    {
        var expected = Expectation.WithAllOf(Web, JsonNode.Parse(Declared)!.AsObject(), JsonElement.Parse(
            """{"spec":{"replicas":5,"paused":true,"template":{"spec":{"containers":[{"name":"web","image":"web:1","tty":true,"ports":[{"containerPort":80}]}]}}}}"""));

        Same("""{"replicas":3,"template":{"spec":{"containers":[{"name":"web","image":"web:1","ports":[{"containerPort":80}],"tty":true}]}},"paused":true}""", expected.GetProperty("spec"));
    }

    private static JsonElement Of(string created, string owned) => Expectation.WithDefaults(Web, JsonNode.Parse(Declared)!.AsObject(), JsonElement.Parse(
        $$$"""{"metadata":{"managedFields":[{"manager":"gitopsguard","operation":"Update","fieldsV1":{"f:spec":{{{owned}}}}}]},"spec":{{{created}}} }""")).GetProperty("spec");

    private static void Same(string expected, JsonElement actual) => Assert.Equal(JsonElement.Parse(expected).GetRawText(), actual.GetRawText());
}
