using System.Collections.Concurrent;
using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace GitOpsGuard.Kubernetes.Tests.Soak;

/// <summary>An informer that follows a misbehaving server, and everything it says of it.</summary>
internal sealed class InformerSoak : IAsyncDisposable
{
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch.AddYears(60));
    private readonly CancellationTokenSource _stop = new();
    private readonly HashSet<string> _alive = new(StringComparer.Ordinal);
    private readonly TimeSpan _patience;
    private readonly ApiClient _client;
    private readonly Task _run;

    /// <param name="server">The server.</param>
    /// <param name="patience">How long, in real time, the informer may take to come right.</param>
    public InformerSoak(SoakServer server, TimeSpan patience)
    {
        Server = server;
        _patience = patience;
        Clock = new(_time);
        // Real work must not seem late because the clock is run ahead.
        _client = new(new("http://soak/"), server, new() { Time = Clock, RequestTimeout = TimeSpan.FromHours(5), Metrics = Metering.Metrics });
        Informer = new(_client, new() { Resource = BuiltInResources.ConfigMaps, Random = new(7) }, Clock, NullLogger.Instance);
        Informer.Changed += Take;
        _run = Informer.RunAsync(_stop.Token);
    }

    public SoakServer Server { get; }

    public SteppedClock Clock { get; }

    public Informer Informer { get; }

    public Metering Metering { get; } = new();

    /// <summary>Facts that cannot be: something that came twice, changed without being there, or went twice.</summary>
    public ConcurrentQueue<string> Wrong { get; } = [];

    /// <summary>Waits, letting time pass, until the store is what the server holds.</summary>
    public async Task SettleAsync(CancellationToken ct)
    {
        var began = TimeProvider.System.GetTimestamp();
        for (var i = 1; ; i++)
        {
            if (Server.OpenWatches > 0 && Informer.Count == Server.Count && IsEqual()) return;
            if (TimeProvider.System.GetElapsedTime(began) > _patience)
                throw new TimeoutException($"After {_patience} the informer holds {Informer.Count} objects, the server {Server.Count}.");
            _time.Advance(TimeSpan.FromSeconds(1));
            if (i % 60 == 0) Server.Bookmark();
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, ct);
        }
    }

    /// <summary>Lets time pass.</summary>
    public async Task PassAsync(TimeSpan time, CancellationToken ct)
    {
        for (var passed = TimeSpan.Zero; passed < time; passed += TimeSpan.FromSeconds(1))
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, ct);
        }
    }

    /// <summary>What was told must add up to what is there: each object came once and each that has gone went once.</summary>
    public void AssertNothingMissed()
    {
        Assert.Empty(Wrong);
        var uids = Server.Objects.Values.Select(o => o.Uid).ToHashSet(StringComparer.Ordinal);
        lock (_alive)
        {
            Assert.Empty(_alive.Except(uids));
            Assert.Empty(uids.Except(_alive));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _run;
        _stop.Dispose();
        _client.Dispose();
        Metering.Dispose();
    }

    private bool IsEqual()
    {
        var expected = Server.Objects;
        var stored = Informer.List();
        return stored.Count == expected.Count && stored.All(o =>
            expected.TryGetValue(ObjectKey.Of(o).Name, out var there)
            && there.Uid == ObjectKey.Uid(o)
            && ObjectKey.ResourceVersion(o) == $"{there.Version}");
    }

    private void Take(InformerEvent e)
    {
        var uid = ObjectKey.Uid(e.Object)!;
        lock (_alive)
        {
            var possible = e.Type switch
            {
                InformerEventType.Added => _alive.Add(uid),
                InformerEventType.Deleted => _alive.Remove(uid),
                _ => _alive.Contains(uid) && ObjectKey.Uid(e.Old!.Value) == uid,
            };
            if (!possible) Wrong.Enqueue($"{e.Type} {ObjectKey.Of(e.Object)} {uid}");
        }
    }
}
