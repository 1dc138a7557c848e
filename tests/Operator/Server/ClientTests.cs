using System.Text.Json.Nodes;
using GitOpsGuard.Kubernetes;
using k8s.Models;
using KubeOps.Abstractions.Events;
using KubeOps.KubernetesClient;
using KubeOps.KubernetesClient.Selectors;
using Microsoft.Extensions.DependencyInjection;
using EventType = KubeOps.Abstractions.Events.EventType;
using WatchEventType = k8s.WatchEventType;

namespace GitOpsGuard.Operator.Tests.Server;

/// <summary>What a controller may inject.</summary>
public sealed class ClientTests(OperatorCluster shared) : ServerTest(shared)
{
    [Fact]
    public async Task The_client_creates_reads_patches_and_deletes()
    {
        var client = await ClientAsync();
        var made = await client.CreateAsync(New("one", "a"), Cancel);
        await client.CreateAsync(New("two", "b"), Cancel);

        var found = await client.GetAsync<Widget>("one", Namespace, Cancel);
        Assert.Equal((made.Metadata.Uid, "S"), (found!.Metadata.Uid, found.Spec.Size));
        Assert.Null(await client.GetAsync<Widget>("none", Namespace, Cancel));
        Assert.Equal(["two"], (await client.ListAsync<Widget>(Namespace, new EqualsLabelSelector("app", "b", "c"))).Select(w => w.Name()));
        Assert.Equal(["one"], (await client.ListAsync<Widget>(Namespace, new NotEqualsLabelSelector("app", "b"), new ExistsLabelSelector("app"))).Select(w => w.Name()));
        Assert.Equal(2, (await client.ListAsync<Widget>(Namespace, cancellationToken: Cancel)).Count);

        var merged = await client.PatchAsync(made, new V1Patch("""{"spec":{"size":"M"}}""", V1Patch.PatchType.MergePatch), cancellationToken: Cancel);
        Assert.Equal("M", merged.Spec.Size);
        var operations = new JsonArray(new JsonObject { ["op"] = "replace", ["path"] = "/spec/size", ["value"] = "L" });
        var patched = await client.PatchAsync<Widget>(new V1Patch(operations, V1Patch.PatchType.JsonPatch), "one", Namespace, cancellationToken: Cancel);
        Assert.Equal("L", patched.Spec.Size);
        var tried = await client.PatchAsync(made, new V1Patch("""{"spec":{"size":"XL"}}""", V1Patch.PatchType.MergePatch), dryRun: "All", cancellationToken: Cancel);
        Assert.Equal("XL", tried.Spec.Size);
        Assert.Equal("L", (await client.GetAsync<Widget>("one", Namespace, Cancel))!.Spec.Size);

        await client.DeleteAsync(made, Cancel);
        Assert.Null(await Get("one"));
        await client.CreateAsync(New("one", "a"), Cancel);
        await Assert.ThrowsAsync<ApiException>(() => client.DeleteAsync(made, Cancel));
        await client.DeleteAsync<Widget>("one", Namespace, Cancel);
        Assert.Null(await Get("one"));
    }

    [Fact]
    public async Task A_server_side_apply_needs_force_to_take_a_field_from_another()
    {
        var client = await ClientAsync();
        await Create("one", size: "S");
        var patch = new V1Patch(
            """{"apiVersion":"example.com/v1","kind":"Widget","metadata":{"name":"one"},"spec":{"size":"L"}}""", V1Patch.PatchType.ApplyPatch);

        var refused = await Assert.ThrowsAsync<ApiException>(() =>
            client.PatchAsync<Widget>(patch, "one", Namespace, "another", force: false, cancellationToken: Cancel));
        Assert.True(refused.IsConflict);
        var taken = await client.PatchAsync<Widget>(patch, "one", Namespace, "another", force: true, cancellationToken: Cancel);

        Assert.Equal("L", taken.Spec.Size);
        Assert.Equal("field", (string?)(await Get("one"))!["spec"]!["newer"]);
    }

    [Fact]
    public async Task A_watch_tells_what_happens_from_a_version_on()
    {
        var client = await ClientAsync();
        var one = await client.CreateAsync(New("one", "a"), Cancel);
        await client.CreateAsync(New("two", "a"), Cancel);
        await client.DeleteAsync(one, Cancel);

        var told = new List<(WatchEventType, string)>();
        await foreach (var (type, entity) in client.WatchAsync<Widget>(Namespace, one.Metadata.ResourceVersion, cancellationToken: Cancel))
        {
            told.Add((type, entity.Metadata.Name));
            if (told.Count == 2) break;
        }

        Assert.Equal([(WatchEventType.Added, "two"), (WatchEventType.Deleted, "one")], told);
    }

    [Fact]
    public async Task An_event_that_a_controller_publishes_is_about_its_entity()
    {
        await Create("one");
        var op = await StartAsync();
        await op.Called("reconcile one");

        await op.Services.GetRequiredService<EventPublisher>()(op.Log.Entities.First(), "Tested", "it was tested", EventType.Warning, Cancel);

        var events = new List<string>();
        await foreach (var e in Admin.ListAsync(BuiltInResources.Events, Namespace, new() { FieldSelector = "involvedObject.name=one" }, Cancel))
            events.Add($"{e.GetProperty("type")} {e.GetProperty("reason")} {e.GetProperty("message")} {e.GetProperty("involvedObject").GetProperty("kind")}");
        Assert.Equal(["Warning Tested it was tested Widget"], events);
    }

    private async Task<IKubernetesClient> ClientAsync() => (await StartAsync(plain: false)).Services.GetRequiredService<IKubernetesClient>();

    private Widget New(string name, string app) => new()
    {
        Metadata = new() { Name = name, NamespaceProperty = Namespace, Labels = new Dictionary<string, string> { ["app"] = app } },
        Spec = new() { Size = "S" },
    };
}
