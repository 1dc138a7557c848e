using System.Text.Json.Nodes;
using KubeOps.Abstractions.Reconciliation;
using Microsoft.Extensions.DependencyInjection;

namespace GitOpsGuard.Operator.Tests.Weaknesses;

/// <summary>Weakness 13: memory grows with reconnections, queues hold whole objects, and nothing is trimmed.</summary>
[Collection(AloneCollection.Name)]
public sealed class Weakness13Tests : IAsyncDisposable
{
    private readonly OperatorFixture _op = new();

    public ValueTask DisposeAsync() => _op.DisposeAsync();

    [Fact]
    public async Task What_is_kept_of_an_object_is_its_latest_form_without_managed_fields()
    {
        _op.Put("one", metadata: new() { ["managedFields"] = new JsonArray(new JsonObject { ["manager"] = "somebody" }) });
        await _op.StartAsync();
        await _op.Calls("reconcile one");

        var kept = _op.Services.GetRequiredService<Entities<Widget>>().Tree(new("shop", "one"))!.Value.GetRawText();

        Assert.DoesNotContain("managedFields", kept, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Changes_that_wait_and_watches_that_end_keep_no_object_alive()
    {
        var gate = new TaskCompletionSource();
        _op.Log.Behaviour = async (_, e, ct) =>
        {
            await gate.Task.WaitAsync(ct);
            return ReconciliationResult<Widget>.Success(e);
        };
        _op.Put("one", size: "0");
        await _op.StartAsync();
        await _op.Calls("reconcile one");
        var before = GC.GetTotalMemory(forceFullCollection: true);

        // A hundred and twenty megabytes, were they kept.
        for (var i = 1; i <= 300; i++)
        {
            _op.Put("one", size: $"{i}{new string('x', 200_000)}");
            if (i % 50 == 0) _op.Api.EndWatches();
            if (i % 10 == 0) await Settle(i);
        }

        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 60_000_000);
        gate.SetResult();
        await _op.Holds(() => _op.Log.Calls.Count == 2);

        async Task Settle(int seen)
        {
            var entities = _op.Services.GetRequiredService<Entities<Widget>>();
            await _op.Holds(() => entities.Get(new("shop", "one"))!.Spec.Size.StartsWith($"{seen}x", StringComparison.Ordinal));
            _op.Api.Compact();
        }
    }
}
