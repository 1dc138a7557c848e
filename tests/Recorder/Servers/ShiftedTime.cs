namespace GitOpsGuard.Recorder.Servers;

/// <summary>The system's clock, put forward as one likes.</summary>
internal sealed class ShiftedTime : TimeProvider
{
    private long _seconds;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddSeconds(Interlocked.Read(ref _seconds));

    public void Advance() => Interlocked.Increment(ref _seconds);
}
