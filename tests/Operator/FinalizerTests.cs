using System.Text.Json.Nodes;
using KubeOps.Abstractions.Reconciliation;

namespace GitOpsGuard.Operator.Tests;

public sealed class FinalizerTests : IAsyncDisposable
{
    private const string Own = "example.com/own";

    private readonly OperatorFixture _op = new();

    public ValueTask DisposeAsync() => _op.DisposeAsync();

    [Fact]
    public async Task A_finalizer_is_put_on_by_its_identifier_before_the_first_reconciliation_and_nothing_else_is_written()
    {
        _op.Api.Put(Widget.Resource, "shop", "one", new() { ["spec"] = new JsonObject { ["newer"] = "field" } });
        await Start();

        await _op.Calls("reconcile one");

        var write = Assert.Single(_op.Api.Requests, r => r.Method != "GET");
        Assert.Equal("PATCH", write.Method);
        Assert.Equal(["metadata"], write.Body!.AsObject().Select(m => m.Key));
        Assert.Equal([Own], Finalizers("one"));
        Assert.Equal("field", (string?)_op.Api.Get(Widget.Resource, "shop", "one")!["spec"]!["newer"]);
        Assert.Equal([Own], _op.Log.Entities.First().Metadata.Finalizers);
    }

    [Fact]
    public async Task A_deletion_is_finalized_then_told_of_and_never_reconciled()
    {
        _op.Put("one");
        await Start();
        await _op.Calls("reconcile one");

        _op.Api.Delete(Widget.Resource, "shop", "one");

        await _op.Calls("reconcile one", "finalize one", "deleted one");
        Assert.Null(_op.Api.Get(Widget.Resource, "shop", "one"));
    }

    [Fact]
    public async Task A_foreign_finalizer_before_ours_neither_blocks_it_nor_is_touched()
    {
        _op.Put("one", metadata: new() { ["finalizers"] = new JsonArray("foregroundDeletion") });
        await Start();
        await _op.Calls("reconcile one");
        Assert.Equal(["foregroundDeletion", Own], Finalizers("one"));

        _op.Api.Delete(Widget.Resource, "shop", "one");

        await _op.Calls("reconcile one", "finalize one");
        await _op.Holds(() => Finalizers("one") is ["foregroundDeletion"]);
    }

    [Fact]
    public async Task A_finalizer_that_fails_stays_and_is_tried_again()
    {
        var refusals = 2;
        _op.Log.Behaviour = (verb, e, _) => Task.FromResult(verb == "finalize" && refusals-- > 0
            ? ReconciliationResult<Widget>.Failure(e, "not yet")
            : ReconciliationResult<Widget>.Success(e));
        _op.Put("one");
        await Start();
        await _op.Calls("reconcile one");

        _op.Api.Delete(Widget.Resource, "shop", "one");

        await _op.Calls("reconcile one", "finalize one", "finalize one", "finalize one", "deleted one");
    }

    [Fact]
    public async Task An_object_that_was_deleted_while_the_operator_was_away_is_finalized()
    {
        _op.Put("one", metadata: new() { ["finalizers"] = new JsonArray(Own) });
        _op.Api.Delete(Widget.Resource, "shop", "one");
        await Start();

        await _op.Calls("finalize one", "deleted one");
    }

    [Fact]
    public async Task A_change_in_between_does_not_lose_a_foreign_finalizer()
    {
        _op.Put("one");
        var raced = false;
        _op.Api.Intercept = r =>
        {
            if (r.Method != "PATCH" || raced) return null;
            raced = true;
            _op.Put("one", metadata: new() { ["finalizers"] = new JsonArray("example.com/foreign") });
            return null;
        };
        await Start();

        await _op.Holds(() => _op.Log.Count("reconcile one") > 0);

        Assert.Equal(["example.com/foreign", Own], Finalizers("one"));
    }

    private Task Start() => _op.StartAsync(b => b.AddFinalizer<WidgetFinalizer, Widget>(Own));

    private List<string> Finalizers(string name) =>
        [.. (_op.Api.Get(Widget.Resource, "shop", name)?["metadata"]?["finalizers"] as JsonArray ?? []).Select(f => (string)f!)];
}
