using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;

namespace GitOpsGuard.Kubernetes.Tests.Cluster;

/// <summary>Leases, events and discovery on a whole API server.</summary>
public sealed class CoordinationTests(SharedCluster shared) : ClusterTest(shared)
{
    [Fact]
    public async Task A_lease_passes_on_when_it_is_released_and_the_former_holder_can_write_no_more()
    {
        await CreateMap("c");
        using var stopA = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        using var stopB = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var (a, b) = (NewLease("a"), NewLease("b"));
        var runA = a.RunAsync(Lead, stopA.Token);
        await Until(() => a.IsLeader);
        var runB = b.RunAsync(Lead, stopB.Token);
        using var asA = Admin.Within(a);
        using var asB = Admin.Within(b);
        await Write(asA);
        var before = await Assert.ThrowsAsync<ApiException>(() => Write(asB));

        await stopA.CancelAsync();
        await runA;
        await Until(() => b.IsLeader);

        await Write(asB);
        var after = await Assert.ThrowsAsync<ApiException>(() => Write(asA));
        Assert.Equal(ApiException.LeaseLost, before.Reason);
        Assert.Equal(ApiException.LeaseLost, after.Reason);
        Assert.Equal(1, b.Term);
        await stopB.CancelAsync();
        await runB;
    }

    [Fact]
    public async Task An_event_that_happens_again_is_one_with_a_count()
    {
        var about = ObjectReference.Of(await CreateMap("c"));
        var recorder = new EventRecorder(Admin, "tests", TimeProvider.System, NullLogger.Instance);
        for (var i = 0; i < 3; i++) await recorder.RecordAsync(about, "Tested", "it was tested", EventType.Warning, Cancel);
        for (var i = 0; i < 13; i++) await recorder.RecordAsync(about, "Failed", $"attempt {i}", EventType.Warning, Cancel);

        var events = new List<string>();
        await foreach (var e in Admin.ListAsync(BuiltInResources.Events, Namespace, new() { FieldSelector = "involvedObject.name=c" }, Cancel))
            events.Add($"{e.GetProperty("reason")} {e.GetProperty("count")} {e.GetProperty("message")}");

        Assert.Equal(12, events.Count);
        Assert.Contains("Tested 3 it was tested", events);
        Assert.Contains("Failed 3 (combined from similar events): attempt 12", events);
    }

    [Fact]
    public async Task A_kind_is_found_soon_after_its_definition_and_its_status_is_written_apart()
    {
        using var discovery = new Discovery(Admin, TimeProvider.System);
        var group = $"{Namespace}.example.com";
        Assert.Null(await discovery.FindAsync($"{group}/v1", "Widget", Cancel));
        await Admin.CreateAsync(BuiltInResources.CustomResourceDefinitions, null, Definition(group), new(), Cancel);

        Resource? widgets = null;
        await Until(async () => (widgets = await discovery.FindAsync($"{group}/v1", "Widget", Cancel)) is not null);

        Assert.Equal(new(group, "v1", "widgets", "Widget", true), widgets);
        var widget = await Admin.CreateAsync(widgets!, Namespace, Object(widgets!, "w", new() { ["spec"] = new JsonObject { ["a"] = 1 } }), new(), Cancel);
        var written = await new StatusWriter(Admin).WriteAsync(widgets!, widget, new() { ["b"] = 2 }, Cancel);
        Assert.Equal("""{"b":2}""", written.GetProperty("status").GetRawText());
        await Admin.DeleteAsync(BuiltInResources.CustomResourceDefinitions, null, $"widgets.{group}", null, Cancel);
    }

    private static Task Lead(CancellationToken ct) =>
        Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, ct).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);

    private static JsonObject Definition(string group) => JsonNode.Parse($$$$"""
        {"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition","metadata":{"name":"widgets.{{{{group}}}}"},
         "spec":{"group":"{{{{group}}}}","scope":"Namespaced","names":{"kind":"Widget","plural":"widgets","singular":"widget","listKind":"WidgetList"},
          "versions":[{"name":"v1","served":true,"storage":true,"subresources":{"status":{}},
           "schema":{"openAPIV3Schema":{"type":"object","x-kubernetes-preserve-unknown-fields":true}}}]}}
        """)!.AsObject();

    private Lease NewLease(string identity) => new(
        Admin, new() { Namespace = Namespace, Name = "l", Identity = identity, RetryPeriod = TimeSpan.FromMilliseconds(200) }, TimeProvider.System, NullLogger.Instance);

    private Task<System.Text.Json.JsonElement> Write(ApiClient client) =>
        client.MergePatchAsync(BuiltInResources.ConfigMaps, Namespace, "c", new() { ["data"] = new JsonObject { ["a"] = "1" } }, null, Cancel);
}
