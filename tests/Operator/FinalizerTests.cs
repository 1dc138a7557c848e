using System.Text.Json.Nodes;
using KubeOps.Abstractions.Reconciliation;

namespace GitOpsGuard.Operator.Tests;

public sealed class FinalizerTests : IAsyncDisposable
{
    private const string Own = "example.com/own";

    private readonly OperatorFixture _op = new();

    public ValueTask DisposeAsync() => _op.DisposeAsync();

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

        Assert.Equal(["example.com/foreign", Own], _op.Finalizers("one"));
    }

    private Task Start() => _op.StartAsync(b => b.AddFinalizer<WidgetFinalizer, Widget>(Own));
}
