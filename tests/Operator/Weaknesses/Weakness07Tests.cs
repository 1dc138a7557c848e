using System.Text.Json.Nodes;
using KubeOps.KubernetesClient;
using Microsoft.Extensions.DependencyInjection;

namespace GitOpsGuard.Operator.Tests.Weaknesses;

/// <summary>Weakness 7: finalizers and updates are typed PUTs, which erase fields that the type does not know.</summary>
public sealed class Weakness07Tests : IAsyncDisposable
{
    private const string Own = "example.com/own";

    private readonly OperatorFixture _op = new();

    public ValueTask DisposeAsync() => _op.DisposeAsync();

    [Fact]
    public async Task A_status_is_written_as_a_patch_of_what_differs_and_unknown_fields_stay()
    {
        _op.Api.Put(Widget.Resource, "shop", "one", new()
        {
            ["spec"] = new JsonObject { ["size"] = "L", ["newer"] = "field" },
            ["status"] = new JsonObject { ["newer"] = "state" },
        });
        await _op.StartAsync();
        await _op.Calls("reconcile one");
        var client = _op.Services.GetRequiredService<IKubernetesClient>();
        var entity = _op.Log.Entities.First();
        entity.Status = new() { Seen = "yes" };

        await client.UpdateStatusAsync(entity, TestContext.Current.CancellationToken);
        await client.UpdateStatusAsync(entity, TestContext.Current.CancellationToken);

        var live = _op.Api.Get(Widget.Resource, "shop", "one")!;
        Assert.Equal("field", (string?)live["spec"]!["newer"]);
        Assert.Equal("yes", (string?)live["status"]!["seen"]);
        var write = Assert.Single(_op.Api.Requests, r => r.Method != "GET");
        Assert.Equal(("PATCH", "/apis/example.com/v1/namespaces/shop/widgets/one/status"), (write.Method, write.Path));
    }

    [Fact]
    public async Task A_finalizer_is_put_on_by_its_identifier_before_the_first_reconciliation_and_nothing_else_is_written()
    {
        _op.Api.Put(Widget.Resource, "shop", "one", new() { ["spec"] = new JsonObject { ["newer"] = "field" } });
        await _op.StartAsync(b => b.AddFinalizer<WidgetFinalizer, Widget>(Own));

        await _op.Calls("reconcile one");

        var write = Assert.Single(_op.Api.Requests, r => r.Method != "GET");
        Assert.Equal("PATCH", write.Method);
        Assert.Equal(["metadata"], write.Body!.AsObject().Select(m => m.Key));
        Assert.Equal([Own], _op.Finalizers("one"));
        Assert.Equal("field", (string?)_op.Api.Get(Widget.Resource, "shop", "one")!["spec"]!["newer"]);
        Assert.Equal([Own], _op.Log.Entities.First().Metadata.Finalizers);
    }

    [Fact]
    public async Task Taking_a_finalizer_off_keeps_unknown_fields()
    {
        _op.Api.Put(Widget.Resource, "shop", "one", new()
        {
            ["metadata"] = new JsonObject { ["finalizers"] = new JsonArray(Own, "example.com/foreign") },
            ["spec"] = new JsonObject { ["newer"] = "field" },
        });
        _op.Api.Delete(Widget.Resource, "shop", "one");
        await _op.StartAsync(b => b.AddFinalizer<WidgetFinalizer, Widget>(Own));

        await _op.Holds(() => _op.Finalizers("one") is ["example.com/foreign"]);

        Assert.Equal("field", (string?)_op.Api.Get(Widget.Resource, "shop", "one")!["spec"]!["newer"]);
    }
}
