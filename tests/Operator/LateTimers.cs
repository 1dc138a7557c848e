using Microsoft.Extensions.Time.Testing;

namespace GitOpsGuard.Operator.Tests;

/// <summary>A clock that can move on while its timers, as those of a process that was starved, have not fired yet.</summary>
public sealed class LateTimers : FakeTimeProvider
{
    private long _late;

    /// <summary>Moves the clock on; no timer fires.</summary>
    public void Skip(TimeSpan span) => Interlocked.Add(ref _late, span.Ticks);

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + new TimeSpan(Interlocked.Read(ref _late));
}
