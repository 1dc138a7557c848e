using System.Text.Json.Nodes;

namespace GitOpsGuard.Operator.Tests.Weaknesses;

/// <summary>Weakness 6: a foreign finalizer that stands first blocks ours.</summary>
public sealed class Weakness06Tests : IAsyncDisposable
{
    private const string Own = "example.com/own";

    private readonly OperatorFixture _op = new();

    public ValueTask DisposeAsync() => _op.DisposeAsync();

    [Fact]
    public async Task A_foreign_finalizer_before_ours_neither_blocks_it_nor_is_touched()
    {
        _op.Put("one", metadata: new() { ["finalizers"] = new JsonArray("foregroundDeletion") });
        await _op.StartAsync(b => b.AddFinalizer<WidgetFinalizer, Widget>(Own));
        await _op.Calls("reconcile one");
        Assert.Equal(["foregroundDeletion", Own], _op.Finalizers("one"));

        _op.Api.Delete(Widget.Resource, "shop", "one");

        await _op.Calls("reconcile one", "finalize one");
        await _op.Holds(() => _op.Finalizers("one") is ["foregroundDeletion"]);
    }
}
