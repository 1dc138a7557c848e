using System.Text.Json;
using GitOpsGuard.Kubernetes;

namespace GitOpsGuard.Operator.Runtime;

/// <summary>The latest versions of objects that this operator wrote itself, so that their events are told from those of others.</summary>
internal sealed class OwnWrites
{
    private const int Most = 4096;

    private readonly Lock _lock = new();
    private readonly HashSet<(string? Uid, string Version)> _written = [];
    private readonly Queue<(string? Uid, string Version)> _order = new();

    public void Note(JsonElement written)
    {
        if (ObjectKey.ResourceVersion(written) is not { } version) return;
        var entry = (ObjectKey.Uid(written), version);
        lock (_lock)
        {
            if (!_written.Add(entry)) return;
            _order.Enqueue(entry);
            if (_order.Count > Most) _written.Remove(_order.Dequeue());
        }
    }

    public bool Contains(JsonElement obj)
    {
        if (ObjectKey.ResourceVersion(obj) is not { } version) return false;
        lock (_lock) return _written.Contains((ObjectKey.Uid(obj), version));
    }
}
