using Microsoft.Extensions.Logging;

namespace GitOpsGuard.Kubernetes;

/// <summary>
/// Which kinds the server serves. Loaded at the first question, kept, and loaded again when a kind is not found, at most every
/// two seconds: so a kind whose definition was just created is found. Safe for concurrent use.
/// </summary>
/// <remarks>
/// A group whose own server does not answer is left out, so absence is no proof that a kind does not exist.
/// Errors of the core are thrown as <see cref="ApiException"/>.
/// </remarks>
public sealed class Discovery(ApiClient client, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan ShortestAge = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _gate = new(1, 1);
    private volatile Snapshot? _snapshot;
    private int _invalidations;

    /// <summary>The kind of an object, in exactly the version that it is written in.</summary>
    public Task<Resource?> FindAsync(string apiVersion, string kind, CancellationToken ct) =>
        FindAsync(r => r.Resource.Kind == kind && r.Resource.ApiVersion == apiVersion, ct);

    /// <summary>A kind in the version that the server prefers.</summary>
    public Task<Resource?> FindByGroupKindAsync(string group, string kind, CancellationToken ct) =>
        FindAsync(r => r.Resource.Kind == kind && r.Resource.Group == group, ct);

    /// <summary>The kind that a person means by a plural, singular, short or kind name, possibly with group: <c>deploy</c>, <c>deployments.apps</c>.</summary>
    public Task<Resource?> FindByNameAsync(string name, CancellationToken ct) => FindAsync(r => r.IsCalled(name), ct);

    /// <summary>All kinds that can be listed, groups and versions in the server's order of preference.</summary>
    public async Task<IReadOnlyList<Resource>> AllAsync(CancellationToken ct) =>
        [.. (await LoadAsync(olderThan: null, ct)).Resources.Select(r => r.Resource)];

    /// <summary>
    /// Watches CustomResourceDefinitions until cancelled, by their metadata alone, and forgets what is known whenever one comes,
    /// changes or goes: so that a kind that went, or is preferred in another version, is noticed as well. Needs the right to list
    /// and watch them; without it, misses alone lead to a new look.
    /// </summary>
    public Task FollowAsync(ILogger logger, CancellationToken ct)
    {
        var definitions = new InformerOptions { Resource = BuiltInResources.CustomResourceDefinitions, MetadataOnly = true };
        var informer = new Informer(client, definitions, time, logger);
        informer.Changed += _ => Invalidate();
        return informer.RunAsync(ct);
    }

    /// <summary>Forgets what is known; the next question asks the server.</summary>
    public void Invalidate()
    {
        Interlocked.Increment(ref _invalidations);
        _snapshot = null;
    }

    /// <inheritdoc/>
    public void Dispose() => _gate.Dispose();

    private async Task<Resource?> FindAsync(Func<DiscoveredResource, bool> wanted, CancellationToken ct)
    {
        var snapshot = await LoadAsync(olderThan: null, ct);
        var found = snapshot.Resources.FirstOrDefault(wanted);
        if (found is null && time.GetElapsedTime(snapshot.LoadedAt) >= ShortestAge)
            found = (await LoadAsync(snapshot, ct)).Resources.FirstOrDefault(wanted);
        return found?.Resource;
    }

    /// <summary>What is known, unless that is nothing or <paramref name="olderThan"/>.</summary>
    private async Task<Snapshot> LoadAsync(Snapshot? olderThan, CancellationToken ct)
    {
        if (_snapshot is { } known && known != olderThan) return known;
        await _gate.WaitAsync(ct);
        try
        {
            if (_snapshot is { } fresh && fresh != olderThan) return fresh;
            var (loadedAt, invalidations) = (time.GetTimestamp(), Volatile.Read(ref _invalidations));
            var loaded = new Snapshot(await DiscoveryReader.ReadAsync(client, ct), loadedAt);
            // What was forgotten meanwhile may have been read before it changed.
            if (invalidations == Volatile.Read(ref _invalidations)) _snapshot = loaded;
            return loaded;
        }
        finally
        {
            _gate.Release();
        }
    }

    private sealed class Snapshot(IReadOnlyList<DiscoveredResource> resources, long loadedAt)
    {
        public IReadOnlyList<DiscoveredResource> Resources => resources;

        public long LoadedAt => loadedAt;
    }
}
