using System.Collections.Concurrent;
using System.Net;
using GitOpsGuard.Testing.Api;
using KubeOps.Abstractions.Builder;
using KubeOps.Abstractions.Reconciliation;

namespace GitOpsGuard.Operator.Tests;

/// <summary>An operator while everything around it breaks at random: in the end it has seen the last form and the end of every entity.</summary>
public sealed class OperatorSoakTests : IAsyncDisposable
{
    private readonly OperatorFixture _op = new();
    private readonly ConcurrentDictionary<string, string> _seen = new();
    private readonly ConcurrentDictionary<string, bool> _begun = new();
    private readonly ConcurrentDictionary<string, bool> _ended = new();
    private readonly ConcurrentDictionary<string, int> _atOnce = new();
    private readonly Random _random = new(11);
    private int _overlaps;
    private int _turns;

    public ValueTask DisposeAsync() => _op.DisposeAsync();

    [Fact]
    public Task No_change_and_no_deletion_is_missed() => Soak(rounds: 40);

    [Fact]
    [Trait("Category", "Long")]
    public Task No_change_and_no_deletion_is_missed_for_long() => Soak(rounds: 10_000);

    private async Task Soak(int rounds)
    {
        _op.Log.Behaviour = NoteAsync;
        await _op.StartAsync(settings: s => s.WithParallelReconciliation(p => p.WithMaxParallelReconciliations(8)));
        var wanted = new Dictionary<string, string>();
        for (var round = 0; round < rounds; round++)
        {
            for (var i = 0; i < 20; i++) Change(wanted, $"w{_random.Next(60)}", $"{round}");
            Disturb();
            _op.Time.Advance(TimeSpan.FromSeconds(_random.Next(5)));
            if (round % 10 == 0) await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System, CancellationToken.None);
        }

        _op.Api.Intercept = null;
        await _op.Holds(() => Agrees(wanted), TimeSpan.FromSeconds(10));

        Assert.Equal(0, _overlaps);
        Assert.NotEmpty(wanted);
    }

    private async Task<ReconciliationResult<Widget>> NoteAsync(string verb, Widget entity, CancellationToken ct)
    {
        var name = entity.Metadata.Name;
        if (_atOnce.AddOrUpdate(name, 1, (_, n) => n + 1) != 1) Interlocked.Increment(ref _overlaps);
        var turn = Interlocked.Increment(ref _turns);
        var fails = turn % 5 == 0;
        if (turn % 3 == 0) await Task.Yield();
        if (verb == "reconcile") _begun[entity.Metadata.Uid] = true;
        else if (!fails) _ended[entity.Metadata.Uid] = true;
        if (!fails && verb == "reconcile") _seen[name] = $"{entity.Metadata.Uid} {entity.Spec.Size}";
        if (!fails && verb == "deleted") _seen.TryRemove(name, out _);
        _atOnce.AddOrUpdate(name, 0, (_, n) => n - 1);
        return fails ? ReconciliationResult<Widget>.Failure(entity, "no") : ReconciliationResult<Widget>.Success(entity);
    }

    private void Change(Dictionary<string, string> wanted, string name, string size)
    {
        var gone = wanted.ContainsKey(name) && _random.Next(4) == 0;
        if (gone)
        {
            _op.Api.Remove(Widget.Resource, "shop", name);
            wanted.Remove(name);
            if (_random.Next(2) == 0) return;
        }

        wanted[name] = $"{_op.Put(name, size)["metadata"]!["uid"]} {size}";
    }

    private void Disturb()
    {
        switch (_random.Next(8))
        {
            case 0: _op.Api.EndWatches(); break;
            case 1: _op.Api.FailWatches(HttpStatusCode.Gone, "Expired"); break;
            case 2: _op.Api.Compact(); _op.Api.EndWatches(); break;
            case 3: _op.Api.Intercept = r => r.IsWatch ? Answer.Refusal(HttpStatusCode.TooManyRequests, "TooManyRequests", "later") : null; break;
            case 4: _op.Api.Intercept = _ => throw new HttpRequestException("unreachable"); break;
            default: _op.Api.Intercept = null; break;
        }
    }

    /// <summary>Whether the last form of each was seen, and the end of each that was ever begun and has gone.</summary>
    private bool Agrees(Dictionary<string, string> wanted) =>
        _seen.Count == wanted.Count
        && wanted.All(w => _seen.TryGetValue(w.Key, out var seen) && seen == w.Value)
        && _begun.Keys.Except(_ended.Keys).Count() == wanted.Count;
}
