using System.Text.Json;
using System.Text.Json.Nodes;
using GitOpsGuard.Reconciler.Drift;
using GitOpsGuard.Reconciler.Tests.Engine;

namespace GitOpsGuard.Reconciler.Tests.Drift;

public sealed class ForeignFieldsTests
{
    private const string Ours = """
        {"manager":"gitopsguard","operation":"Apply","apiVersion":"apps/v1","fieldsType":"FieldsV1","fieldsV1":
          {"f:spec":{"f:replicas":{},"f:template":{"f:spec":{"f:containers":{"k:{\"name\":\"web\"}":{".":{},"f:image":{},"f:name":{}}}}}}}}
        """;

    [Fact]
    public void A_sidecar_is_handed_to_our_entry_and_what_stays_open_is_not()
    {
        var patch = Handover("""
            {"manager":"kubectl-edit","operation":"Update","apiVersion":"apps/v1","fieldsType":"FieldsV1","fieldsV1":
              {"f:metadata":{"f:annotations":{"f:note":{}}},
               "f:spec":{"f:template":{"f:spec":{"f:hostNetwork":{},"f:containers":{"k:{\"name\":\"side\"}":{".":{},"f:image":{},"f:name":{}}}}}}}}
            """);

        Assert.Equal("test", (string?)patch![0]!["op"]);
        Assert.Equal("42", (string?)patch[0]!["value"]);
        var entries = patch[1]!["value"]!.AsArray();
        var own = entries[0]!["fieldsV1"]!["f:spec"]!["f:template"]!["f:spec"]!;
        Assert.NotNull(own["f:hostNetwork"]);
        Assert.NotNull(own["f:containers"]!["k:{\"name\":\"side\"}"]!["f:image"]);
        Assert.NotNull(own["f:containers"]!["k:{\"name\":\"web\"}"]);
        Assert.Equal("""{"f:metadata":{"f:annotations":{"f:note":{}}}}""", entries[1]!["fieldsV1"]!.ToJsonString());
    }

    [Fact]
    public void An_entry_that_lost_everything_goes()
    {
        var patch = Handover("""
            {"manager":"kubectl-edit","operation":"Update","apiVersion":"apps/v1","fieldsType":"FieldsV1","fieldsV1":
              {"f:spec":{"f:template":{"f:spec":{"f:hostNetwork":{}}}}}}
            """);

        Assert.Single(patch![1]!["value"]!.AsArray());
    }

    [Theory]
    [InlineData("""{"f:metadata":{"f:annotations":{"f:note":{}}}}""", "")]
    [InlineData("""{"f:spec":{"f:replicas":{}}}""", "")]
    [InlineData("""{"f:spec":{"f:template":{"f:spec":{"f:hostNetwork":{}}}}}""", "status")]
    public void Open_fields_fields_of_ours_and_subresources_are_left_alone(string fields, string subresource)
    {
        Assert.Null(Handover($$"""
            {"manager":"other","operation":"Update","apiVersion":"apps/v1","subresource":"{{subresource}}","fieldsType":"FieldsV1","fieldsV1":{{fields}}}
            """));
    }

    private static JsonArray? Handover(string foreign)
    {
        var live = JsonDocument.Parse($$$"""
            {"apiVersion":"apps/v1","kind":"Deployment",
             "metadata":{"name":"web","namespace":"shop","resourceVersion":"42","annotations":{"note":"x"},"managedFields":[{{{Ours}}},{{{foreign}}}]},
             "spec":{"replicas":3,"template":{"spec":{"hostNetwork":true,"containers":[{"name":"side","image":"busybox"},{"name":"web","image":"nginx:1"}]} } } }
            """).RootElement;
        return ForeignFields.Handover(live, Reference.RegionOf(Manifests.Desired(Manifests.Web, Manifests.Deployments)));
    }
}
