using System.Text.Json.Nodes;
using GitOpsGuard.Kubernetes;
using KubeOps.KubernetesClient;
using Microsoft.Extensions.DependencyInjection;

namespace GitOpsGuard.Operator.Tests.Server;

/// <summary>Entities from creation to deletion.</summary>
public sealed class LifeCycleTests(OperatorCluster shared) : ServerTest(shared)
{
    [Fact]
    public async Task What_exists_what_comes_and_what_changes_is_reconciled()
    {
        await Create("one", size: "S");
        var op = await StartAsync();
        await op.Called("reconcile one");

        await Create("two");
        await op.Called("reconcile two");
        await Patch("one", new() { ["spec"] = new JsonObject { ["size"] = "L" } });
        await op.Called("reconcile one", times: 2);

        Assert.Equal("L", op.Log.Entities.Last().Spec.Size);
    }

    [Fact]
    public async Task A_finalizer_is_put_on_runs_and_is_taken_off_and_fields_that_the_type_does_not_know_stay()
    {
        await Create("one", metadata: new() { ["finalizers"] = new JsonArray("example.com/foreign") });
        var op = await StartAsync(b => b.AddFinalizer<WidgetFinalizer, Widget>(Own));
        await op.Called("reconcile one");
        Assert.Equal(["example.com/foreign", Own], await Finalizers("one"));

        await Delete("one");
        await op.Called("finalize one");
        await Until(async () => await Finalizers("one") is ["example.com/foreign"]);
        Assert.Equal("field", (string?)(await Get("one"))!["spec"]!["newer"]);
        await Patch("one", new() { ["metadata"] = new JsonObject { ["finalizers"] = null } });

        await op.Called("deleted one");
        Assert.Null(await Get("one"));
    }

    [Fact]
    public async Task A_deletion_while_no_operator_ran_is_finalized_by_the_next()
    {
        await Create("one");
        var first = await StartAsync(b => b.AddFinalizer<WidgetFinalizer, Widget>(Own));
        await first.Called("reconcile one");
        await first.StopAsync();
        await Delete("one");
        Assert.NotNull(await Get("one"));

        var second = await StartAsync(b => b.AddFinalizer<WidgetFinalizer, Widget>(Own));

        await second.Called("deleted one");
        Assert.Equal(["finalize one", "deleted one"], second.Log.Calls);
        Assert.Null(await Get("one"));
    }

    [Fact]
    public async Task A_status_write_changes_neither_spec_nor_generation_nor_what_others_wrote_there()
    {
        await Create("one", size: "S");
        await Admin.MergePatchAsync(
            Widget.Resource, Namespace, "one", new() { ["status"] = new JsonObject { ["newer"] = "state" } }, null, Cancel, "status");
        var op = await StartAsync();
        await op.Called("reconcile one");
        var entity = op.Log.Entities.First();
        await Patch("one", new() { ["spec"] = new JsonObject { ["size"] = "L" } });
        entity.Status = new() { Seen = "yes" };
        entity.Spec = new() { Size = "not to be written" };

        await op.Services.GetRequiredService<IKubernetesClient>().UpdateStatusAsync(entity, Cancel);

        var live = (await Get("one"))!;
        Assert.Equal("""{"newer":"field","size":"L","source":""}""", Sorted(live["spec"]!));
        Assert.Equal("""{"seen":"yes"}""", live["status"]!.ToJsonString());
        Assert.Equal(2, (long)live["metadata"]!["generation"]!);
    }

    [Fact]
    public async Task A_change_of_a_related_object_reconciles_the_entity_that_refers_to_it()
    {
        await Create("one", source: "settings");
        await Create("two", source: "other");
        var op = await StartAsync(b => b.AddMappedWatch<Widget>(new()
        {
            Resource = BuiltInResources.ConfigMaps,
            Map = (map, widgets) => widgets
                .Where(w => w.GetProperty("spec").GetProperty("source").GetString() == ObjectKey.Of(map).Name)
                .Select(ObjectKey.Of),
        }));
        await op.Called("reconcile one");
        await op.Called("reconcile two");

        await Admin.ApplyAsync(BuiltInResources.ConfigMaps, Namespace, "settings", new()
        {
            ["apiVersion"] = "v1",
            ["kind"] = "ConfigMap",
            ["metadata"] = new JsonObject { ["name"] = "settings" },
        }, new(), Cancel);

        await op.Called("reconcile one", times: 2);
        Assert.Equal(1, op.Log.Count("reconcile two"));
    }

    private static string Sorted(JsonNode node) =>
        new JsonObject(node.AsObject().OrderBy(m => m.Key, StringComparer.Ordinal).Select(m => KeyValuePair.Create(m.Key, m.Value?.DeepClone()))).ToJsonString();
}
