using System.Text.Json.Nodes;
using GitOpsGuard.Playground.Story;

namespace GitOpsGuard.Playground.Tests.Story;

public sealed class ManagedEditTests
{
    [Fact]
    public void A_deployment_whose_replicas_are_declared_is_scaled_first()
    {
        var edit = ManagedEdit.Choose(
        [
            Item("ConfigMap", "settings", """{"data":{"a":"b"}}"""),
            Item("Deployment", "api", """{"spec":{"replicas":1}}""", """{"f:spec":{}}"""),
            Item("Deployment", "web", """{"spec":{"replicas":3}}""", """{"f:spec":{"f:replicas":{}}}"""),
        ]);

        Assert.Equal(["scale", "deployment/web", "--replicas=5"], edit!.Command);
        Assert.Equal("5", edit.Wanted);
    }

    [Fact]
    public void Without_workloads_an_entry_of_a_config_map_is_edited()
    {
        var edit = ManagedEdit.Choose([Item("ConfigMap", "settings", """{"data":{"app.colour":"blue"}}""")]);

        Assert.Equal("""{"data":{"app.colour":"blue-edited"}}""", edit!.Command[^1]);
        Assert.Equal("{.data.app\\.colour}", edit.JsonPath);
    }

    [Fact]
    public void Without_those_a_declared_label_is_edited()
    {
        var edit = ManagedEdit.Choose(
            [Item("Widget", "one", "{}", """{"f:metadata":{"f:labels":{"f:team":{},"f:gitopsguard.dev/sync":{}}}}""", "example.org/v1")]);

        Assert.Equal(["label", "--overwrite", "widget.example.org/one", "team=edited"], edit!.Command);
    }

    [Fact]
    public void An_object_that_declares_nothing_to_edit_is_passed_over()
    {
        Assert.Null(ManagedEdit.Choose([Item("Widget", "one", "{}")]));
    }

    private static JsonObject Item(
        string kind, string name, string content, string? fields = null, string? apiVersion = null)
    {
        var item = JsonNode.Parse(content)!.AsObject();
        item["apiVersion"] = apiVersion ?? (kind == "Deployment" ? "apps/v1" : "v1");
        item["kind"] = kind;
        item["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = "shop" };
        if (fields is not null)
        {
            item["metadata"]!["managedFields"] = new JsonArray(new JsonObject
            {
                ["manager"] = "gitopsguard",
                ["operation"] = "Apply",
                ["fieldsV1"] = JsonNode.Parse(fields),
            });
        }

        return item;
    }
}
