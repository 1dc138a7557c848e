using System.Collections.Concurrent;
using System.Threading.Channels;
using GitOpsGuard.Kubernetes;
using k8s;
using k8s.Models;
using KubeOps.Abstractions.LeaderElection;
using Microsoft.Extensions.Logging;

namespace GitOpsGuard.Operator.Runtime;

/// <summary>Holds a controller to the entities that are this replica's, and notices when others become so.</summary>
internal sealed class Responsibility<TEntity>(ILeadershipScope scope, ILogger logger)
    where TEntity : IKubernetesObject<V1ObjectMeta>
{
    private readonly ConcurrentDictionary<ObjectKey, (TEntity Entity, CancellationTokenSource Stop)> _working = new();
    private readonly ConcurrentDictionary<ObjectKey, byte> _others = new();
    private readonly Channel<bool> _changed = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Does work on an entity if it is ours. It is cancelled when the entity ceases to be.</summary>
    public async Task<Outcome> RunAsync(ObjectKey key, TEntity entity, Func<CancellationToken, Task<Outcome>> work, CancellationToken ct)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        // Noted before the question, so that a change in between cancels the work or asks again.
        _working[key] = (entity, stop);
        _others[key] = 0;
        try
        {
            if (!await scope.IsResponsibleForAsync(entity, stop.Token)) return default;
            _others.TryRemove(key, out _);
            return await work(stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested && !ct.IsCancellationRequested)
        {
            // It may have become ours again meanwhile, so the question is put once more.
            return new(null, null, TimeSpan.Zero);
        }
        finally
        {
            _working.TryRemove(key, out _);
        }
    }

    /// <summary>Each time that the scope changes, cancels work on what is no longer ours, and has what was not ours looked at.</summary>
    public async Task FollowAsync(Action<ObjectKey> look, CancellationToken ct)
    {
        scope.ScopeChanged += OnChanged;
        try
        {
            await foreach (var change in _changed.Reader.ReadAllAsync(ct))
            {
                foreach (var (entity, stop) in _working.Values)
                    if (!await IsOursAsync(entity, ct)) await CancelAsync(stop);
                foreach (var key in _others.Keys)
                    if (_others.TryRemove(key, out _)) look(key);
            }
        }
        finally
        {
            scope.ScopeChanged -= OnChanged;
        }
    }

    private void OnChanged() => _changed.Writer.TryWrite(true);

    private async Task<bool> IsOursAsync(TEntity entity, CancellationToken ct)
    {
        try
        {
            return await scope.IsResponsibleForAsync(entity, ct);
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            // Two that work on one entity are worse than none.
            OperatorLog.ScopeFailed(logger, e);
            return false;
        }
    }

    private static async Task CancelAsync(CancellationTokenSource stop)
    {
        try
        {
            await stop.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            // It ended by itself.
        }
    }
}
