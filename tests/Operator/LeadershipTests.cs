using System.Net;
using System.Text.Json.Nodes;
using GitOpsGuard.Kubernetes;
using GitOpsGuard.Testing;
using GitOpsGuard.Testing.Api;
using KubeOps.Abstractions.Builder;
using KubeOps.Abstractions.Reconciliation;
using KubeOps.KubernetesClient;
using Microsoft.Extensions.DependencyInjection;

namespace GitOpsGuard.Operator.Tests;

public sealed class LeadershipTests : IAsyncDisposable
{
    private readonly OperatorFixture _op = new();

    public ValueTask DisposeAsync() => _op.DisposeAsync();

    [Fact]
    public async Task Only_the_holder_of_the_lease_runs_controllers_and_gives_it_back_at_the_end()
    {
        _op.Put("one");
        await _op.StartAsync(settings: OperatorFixture.Elected);
        await _op.Calls("reconcile one");

        await _op.StopAsync();

        var lease = _op.Api.Get(BuiltInResources.Leases, "gitopsguard-system", "widgets")!;
        Assert.Null(lease["spec"]!["holderIdentity"]);
    }

    [Fact]
    public async Task While_another_holds_the_lease_nothing_runs()
    {
        _op.Put("one");
        _op.Api.Put(BuiltInResources.Leases, "gitopsguard-system", "widgets", new()
        {
            ["spec"] = new JsonObject { ["holderIdentity"] = "other", ["leaseDurationSeconds"] = 60 },
        });
        await _op.StartAsync(settings: OperatorFixture.Elected);

        await _op.Pass(TimeSpan.FromSeconds(50));
        Assert.Empty(_op.Log.Calls);
        Assert.False(_op.Services.GetRequiredService<OperatorHealth>().IsRunning);

        await _op.Calls("reconcile one");
    }

    [Fact]
    public async Task A_lost_lease_stops_controllers_and_one_won_again_reconciles_all()
    {
        _op.Put("one");
        await _op.StartAsync(settings: OperatorFixture.Elected);
        await _op.Calls("reconcile one");
        var health = _op.Services.GetRequiredService<OperatorHealth>();
        Assert.True(health.IsRunning);

        _op.Api.Intercept = r => r.Path.Contains("/leases", StringComparison.Ordinal)
            ? Answer.Refusal(HttpStatusCode.InternalServerError, "InternalError", "down")
            : null;
        await _op.Holds(() => !health.IsRunning);
        _op.Put("two");
        await _op.Pass(TimeSpan.FromMinutes(5));
        Assert.Equal(["reconcile one"], _op.Log.Calls);

        _op.Api.Intercept = null;
        await _op.Holds(() => _op.Log.Count("reconcile one") == 2 && _op.Log.Count("reconcile two") == 1);
    }

    [Fact]
    public async Task A_controller_that_is_slow_to_end_no_longer_counts_as_running_once_the_lease_is_lost()
    {
        var slow = new TaskCompletionSource();
        _op.Log.Behaviour = async (_, e, _) =>
        {
            await slow.Task;
            return ReconciliationResult<Widget>.Success(e);
        };
        _op.Put("one");
        await _op.StartAsync(settings: OperatorFixture.Elected);
        await _op.Calls("reconcile one");
        var health = _op.Services.GetRequiredService<OperatorHealth>();

        _op.Api.Intercept = _ => Answer.Refusal(HttpStatusCode.InternalServerError, "InternalError", "down");

        await _op.Holds(() => !health.IsRunning);
        slow.SetResult();
    }

    [Fact]
    public async Task A_key_that_comes_after_the_lease_ran_out_waits_even_before_that_is_noticed_and_is_not_lost()
    {
        var clock = new LateTimers();
        await using var op = new OperatorFixture { Time = clock };
        op.Put("one");
        await op.StartAsync(settings: OperatorFixture.Elected);
        await op.Calls("reconcile one");
        await op.Holds(() => op.Api.OpenWatches == 1);
        var entities = op.Services.GetRequiredService<Entities<Widget>>();

        clock.Skip(OperatorFixture.RenewDeadline);
        op.Put("two");
        await Eventually.Holds(() => entities.Get(new("shop", "two")) is not null);
        await Eventually.Stays(() => op.Log.Calls.Count == 1);

        await op.Holds(() => op.Log.Calls.Contains("reconcile two"));
    }

    [Fact]
    public async Task A_write_of_a_controller_that_outlived_its_lease_is_refused_before_it_is_sent()
    {
        var clock = new LateTimers();
        await using var op = new OperatorFixture { Time = clock };
        var refused = new TaskCompletionSource<string>();
        op.Log.Behaviour = async (_, e, ct) =>
        {
            clock.Skip(OperatorFixture.RenewDeadline);
            e.Status = new() { Seen = "late" };
            try
            {
                await op.Services.GetRequiredService<IKubernetesClient>().UpdateStatusAsync(e, ct);
                refused.TrySetResult("written");
            }
            catch (ApiException late)
            {
                refused.TrySetResult(late.Reason);
            }

            return ReconciliationResult<Widget>.Success(e);
        };
        op.Put("one");
        await op.StartAsync(settings: OperatorFixture.Elected);

        await op.Holds(() => refused.Task.IsCompleted);

        Assert.Equal(ApiException.LeaseLost, await refused.Task);
        op.Log.Behaviour = null;
        Assert.DoesNotContain(op.Api.Requests, r => r.Path.EndsWith("/status", StringComparison.Ordinal));
    }
}
