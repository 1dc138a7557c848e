using GitOpsGuard.Testing;
using KubeOps.Abstractions.Builder;
using KubeOps.Abstractions.LeaderElection;
using KubeOps.Abstractions.Reconciliation;
using Microsoft.Extensions.DependencyInjection;

namespace GitOpsGuard.Operator.Tests;

/// <summary>Two operators that share entities by their namespaces.</summary>
public sealed class ScopeTests : IAsyncDisposable
{
    private readonly Owners _owners = new() { ["left"] = "first", ["right"] = "second" };
    private readonly OperatorFixture _first = new();
    private readonly OperatorFixture _second;

    public ScopeTests() => _second = new() { Api = _first.Api };

    public async ValueTask DisposeAsync()
    {
        await _second.StopAsync();
        await _first.DisposeAsync();
    }

    [Fact]
    public async Task Each_deals_with_its_own_from_the_first_to_the_last()
    {
        _first.Put("a", ns: "left");
        _first.Put("b", ns: "right");
        await StartAsync();
        await _first.Calls("reconcile a");
        await _second.Calls("reconcile b");

        _first.Put("c", ns: "left");
        await _first.Calls("reconcile a", "reconcile c");
        _first.Api.Remove(Widget.Resource, "right", "b");

        await _second.Calls("reconcile b", "deleted b");
        Assert.Equal(["reconcile a", "reconcile c"], _first.Log.Calls);
    }

    [Fact]
    public async Task What_becomes_anothers_is_reconciled_by_that_one_and_nothing_else_is()
    {
        _first.Put("a", ns: "left");
        _first.Put("b", ns: "right");
        await StartAsync();
        await _first.Calls("reconcile a");
        await _second.Calls("reconcile b");

        _owners.Give("right", "first");

        await _first.Calls("reconcile a", "reconcile b");
        _first.Put("b", size: "L", ns: "right");
        await _first.Calls("reconcile a", "reconcile b", "reconcile b");
        Assert.Equal(["reconcile b"], _second.Log.Calls);
    }

    [Fact]
    public async Task Work_on_what_becomes_anothers_is_cancelled()
    {
        var cancelled = new TaskCompletionSource();
        _first.Log.Behaviour = async (_, e, ct) =>
        {
            await using var registration = ct.Register(() => cancelled.TrySetResult());
            await cancelled.Task;
            ct.ThrowIfCancellationRequested();
            return ReconciliationResult<Widget>.Success(e);
        };
        _first.Put("a", ns: "left");
        await StartAsync();
        await _first.Calls("reconcile a");

        _owners.Give("left", "second");

        await _second.Calls("reconcile a");
        await cancelled.Task.WaitAsync(TimeSpan.FromSeconds(15), TestContext.Current.CancellationToken);
        await _first.Pass(TimeSpan.FromMinutes(1));
        Assert.Equal(["reconcile a"], _first.Log.Calls);
    }

    [Fact]
    public async Task What_comes_back_while_its_work_is_still_ending_is_reconciled_again()
    {
        var entered = 0;
        var (lost, end) = (new TaskCompletionSource(), new TaskCompletionSource());
        _first.Log.Behaviour = async (_, e, ct) =>
        {
            await using var registration = ct.Register(() => lost.TrySetResult());
            if (Interlocked.Increment(ref entered) == 1) await end.Task;
            ct.ThrowIfCancellationRequested();
            return ReconciliationResult<Widget>.Success(e);
        };
        _first.Put("a", ns: "left");
        await StartAsync();
        await _first.Calls("reconcile a");

        _owners.Give("left", "second");
        await _second.Calls("reconcile a");
        await lost.Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        _owners.Give("left", "first");
        await Eventually.Stays(() => _first.Log.Calls.Count == 1);
        end.SetResult();

        await _first.Calls("reconcile a", "reconcile a");
    }

    private async Task StartAsync()
    {
        await _first.StartAsync(b => Scope(b, "first"), Scoped);
        await _second.StartAsync(b => Scope(b, "second"), Scoped);
    }

    private void Scope(IOperatorBuilder builder, string name) => builder.Services.AddSingleton<ILeadershipScope>(_owners.Of(name));

    private static void Scoped(OperatorSettingsBuilder settings) => settings.WithLeaderElection(LeaderElectionType.Scoped);
}
