using Microsoft.Extensions.Time.Testing;

namespace GitOpsGuard.Kubernetes.Tests;

/// <summary>A clock whose time of the day can be set, while what it measures goes on as before.</summary>
internal sealed class SteppedClock(FakeTimeProvider steady) : TimeProvider
{
    private long _offset;

    public override long TimestampFrequency => steady.TimestampFrequency;

    /// <summary>Sets the time of the day forward, or back.</summary>
    public void Step(TimeSpan by) => Interlocked.Add(ref _offset, by.Ticks);

    public override DateTimeOffset GetUtcNow() => steady.GetUtcNow().AddTicks(Interlocked.Read(ref _offset));

    public override long GetTimestamp() => steady.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        steady.CreateTimer(callback, state, dueTime, period);
}
