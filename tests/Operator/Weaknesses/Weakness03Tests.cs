using System.Net;
using GitOpsGuard.Testing.Api;
using Microsoft.Extensions.DependencyInjection;

namespace GitOpsGuard.Operator.Tests.Weaknesses;

/// <summary>Weakness 3: deletions during a full replay (after 410, or another leader) are never told of.</summary>
public sealed class Weakness03Tests : IAsyncDisposable
{
    private readonly OperatorFixture _op = new();

    public ValueTask DisposeAsync() => _op.DisposeAsync();

    [Fact]
    public async Task A_deletion_during_a_broken_watch_reaches_the_controller()
    {
        _op.Put("one", size: "L");
        await _op.StartAsync();
        await _op.Calls("reconcile one");
        await _op.Holds(() => _op.Api.OpenWatches == 1);

        _op.WithoutWatch(() => _op.Api.Remove(Widget.Resource, "shop", "one"));

        await _op.Calls("reconcile one", "deleted one");
        Assert.Equal("L", _op.Log.Entities.Last().Spec.Size);
    }

    [Fact]
    public async Task A_deletion_while_another_replica_led_reaches_the_controller_when_it_runs_again()
    {
        _op.Put("one");
        await _op.StartAsync(settings: OperatorFixture.Elected);
        await _op.Calls("reconcile one");
        var health = _op.Services.GetRequiredService<OperatorHealth>();
        _op.Api.Intercept = r => r.Path.Contains("/leases", StringComparison.Ordinal)
            ? Answer.Refusal(HttpStatusCode.InternalServerError, "InternalError", "down")
            : null;
        await _op.Holds(() => !health.IsRunning && health.OldestProgress is null);

        _op.Api.Remove(Widget.Resource, "shop", "one");
        _op.Put("two");
        _op.Api.Intercept = null;

        await _op.Holds(() => _op.Log.Count("deleted one") == 1 && _op.Log.Count("reconcile two") == 1);
        Assert.Equal(1, _op.Log.Count("reconcile one"));
    }
}
