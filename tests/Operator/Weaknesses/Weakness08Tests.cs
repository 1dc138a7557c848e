namespace GitOpsGuard.Operator.Tests.Weaknesses;

/// <summary>Weakness 8: a finalizer with another identifier than the convention's is attached under one name and looked up under another.</summary>
public sealed class Weakness08Tests : IAsyncDisposable
{
    private readonly OperatorFixture _op = new();

    public ValueTask DisposeAsync() => _op.DisposeAsync();

    [Theory]
    [InlineData("example.com/whatever")]
    [InlineData("example.com/widgetfinalizer")]
    public async Task A_finalizer_is_attached_run_and_taken_off_under_the_identifier_of_its_registration(string identifier)
    {
        _op.Put("one");
        await _op.StartAsync(b => b.AddFinalizer<WidgetFinalizer, Widget>(identifier));
        await _op.Calls("reconcile one");
        Assert.Equal([identifier], _op.Finalizers("one"));

        _op.Api.Delete(Widget.Resource, "shop", "one");

        await _op.Calls("reconcile one", "finalize one", "deleted one");
        Assert.Null(_op.Api.Get(Widget.Resource, "shop", "one"));
    }
}
