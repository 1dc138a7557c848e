namespace GitOpsGuard.Webhook.Recording;

/// <summary>Bounds how much is recorded: each change once, each user so many in a minute.</summary>
internal sealed class RecordingBudget(TimeProvider time)
{
    private const int PerMinute = 60;
    private const int MostKnown = 10_000;
    private const int MostUsers = 10_000;
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan KnownFor = TimeSpan.FromMinutes(10);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, DateTimeOffset> _known = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Window> _users = new(StringComparer.Ordinal);

    /// <summary>What becomes of a change.</summary>
    internal enum Answer
    {
        /// <summary>It was recorded a short while ago.</summary>
        Known,

        /// <summary>It may be recorded.</summary>
        Granted,

        /// <summary>The user has had many recorded within the minute.</summary>
        Refused,
    }

    /// <summary>Asks for one change of one user.</summary>
    /// <param name="user">The user.</param>
    /// <param name="id">Name of the change.</param>
    /// <param name="isBounded">Whether it counts towards what the user may have recorded in a minute.</param>
    internal Answer Take(string user, string id, bool isBounded = true)
    {
        var now = time.GetUtcNow();
        lock (_gate)
        {
            if (_known.TryGetValue(id, out var since) && now - since < KnownFor) return Answer.Known;
            if (_known.Count >= MostKnown) _known.Clear();
            if (_users.Count >= MostUsers) _users.Clear();
            var window = _users.TryGetValue(user, out var open) && now - open.Began < Minute ? open : new(now, 0);
            if (isBounded && window.Count >= PerMinute) return Answer.Refused;
            _users[user] = window with { Count = window.Count + 1 };
            _known[id] = now;
            return Answer.Granted;
        }
    }

    /// <summary>Has a change recorded again when it comes again, since writing it failed.</summary>
    internal void Forget(string id)
    {
        lock (_gate) _known.Remove(id);
    }

    private readonly record struct Window(DateTimeOffset Began, int Count);
}
