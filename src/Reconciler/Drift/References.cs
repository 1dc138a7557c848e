using GitOpsGuard.Core;
using GitOpsGuard.Reconciler.Engine;

namespace GitOpsGuard.Reconciler.Drift;

/// <summary>
/// The reference of every applied object. While a write of ours is under way there is none, so that the watch's news of it is
/// not taken for drift; once it is done, the object is to be looked at again.
/// </summary>
internal sealed class References(DriftQueue queue)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<ObjectIdentity, State> _states = [];
    private long _tickets;

    /// <summary>How many objects have a reference.</summary>
    public int Count
    {
        get
        {
            lock (_gate) return _states.Count;
        }
    }

    /// <summary>The objects that were applied.</summary>
    public IReadOnlyList<ObjectIdentity> Identities
    {
        get
        {
            lock (_gate) return [.. _states.Keys];
        }
    }

    /// <summary>The reference; null where there is none, or while a write is under way.</summary>
    public Reference? Get(ObjectIdentity identity)
    {
        lock (_gate) return _states.TryGetValue(identity, out var state) && state.Ticket == 0 ? state.Reference : null;
    }

    /// <summary>The reference of before, also while a write is under way.</summary>
    public Reference? Last(ObjectIdentity identity)
    {
        lock (_gate) return _states.GetValueOrDefault(identity)?.Reference;
    }

    /// <summary>Whether the object is one of those that were applied.</summary>
    public bool Knows(ObjectIdentity identity)
    {
        lock (_gate) return _states.ContainsKey(identity);
    }

    /// <summary>A write begins.</summary>
    /// <returns>The ticket to end it with.</returns>
    public long Begin(ObjectIdentity identity)
    {
        lock (_gate)
        {
            _states[identity] = new(_states.GetValueOrDefault(identity)?.Reference, ++_tickets);
            return _tickets;
        }
    }

    /// <summary>A write ended. It counts only if no later write has begun and the object was not forgotten.</summary>
    /// <param name="identity">The object.</param>
    /// <param name="ticket">What <see cref="Begin"/> gave.</param>
    /// <param name="reference">The new reference; null leaves the old.</param>
    public void Complete(ObjectIdentity identity, long ticket, Reference? reference)
    {
        lock (_gate)
        {
            if (!_states.TryGetValue(identity, out var state) || state.Ticket != ticket) return;
            if ((reference ?? state.Reference) is { } now) _states[identity] = new(now, 0);
            else _states.Remove(identity);
        }

        queue.Add(identity, gone: false);
    }

    /// <summary>Git no longer declares the object.</summary>
    public void Forget(ObjectIdentity identity)
    {
        lock (_gate) _states.Remove(identity);
    }

    /// <summary>The GitSync is gone or rests.</summary>
    public void Forget(SyncKey sync)
    {
        lock (_gate)
        {
            foreach (var identity in _states.Where(s => s.Value.Reference?.Job.Key == sync).Select(s => s.Key).ToList()) _states.Remove(identity);
        }
    }

    /// <summary>Another replica leads, so what was written here may no longer be what Git declares.</summary>
    public void Clear()
    {
        lock (_gate) _states.Clear();
    }

    private sealed record State(Reference? Reference, long Ticket);
}
