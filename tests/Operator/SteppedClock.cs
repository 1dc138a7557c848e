using Microsoft.Extensions.Time.Testing;

namespace GitOpsGuard.Operator.Tests;

/// <summary>A clock whose time of day is set from outside, as by a person or a time server; what it measures goes on evenly.</summary>
public sealed class SteppedClock : FakeTimeProvider
{
    private long _steps;

    /// <summary>Sets the time of day forward or back.</summary>
    public void Step(TimeSpan by) => Interlocked.Add(ref _steps, by.Ticks);

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + new TimeSpan(Interlocked.Read(ref _steps));

    /// <inheritdoc/>
    public override long GetTimestamp() => base.GetTimestamp() - Interlocked.Read(ref _steps);
}
