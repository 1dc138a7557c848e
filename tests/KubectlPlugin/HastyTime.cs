namespace GitOpsGuard.KubectlPlugin.Tests;

/// <summary>A clock on which every look costs a second and every wait is over at once.</summary>
internal sealed class HastyTime : TimeProvider
{
    private long _seconds;

    public override long TimestampFrequency => 1;

    public override long GetTimestamp() => Interlocked.Increment(ref _seconds);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        base.CreateTimer(callback, state, TimeSpan.Zero, period);
}
