using GitOpsGuard.Recorder.Recorded;

namespace GitOpsGuard.Recorder.Servers;

/// <summary>
/// Lets every write of a scenario have a second of its own: managedFields are ordered by time to the second, so that
/// writes within one would be ordered by chance. A clock that can be put forward is; a real server's is waited for.
/// </summary>
internal sealed class Pace(TimeProvider time)
{
    private long _second;

    public async Task BeforeAsync(RecordedRequest request, CancellationToken cancel)
    {
        if (request.Method == "GET") return;
        if (time is ShiftedTime shifted) shifted.Advance();
        while (time.GetUtcNow().ToUnixTimeSeconds() <= _second)
            await Task.Delay(TimeSpan.FromMilliseconds(1005 - time.GetUtcNow().Millisecond), TimeProvider.System, cancel);
    }

    public void After(RecordedRequest request)
    {
        if (request.Method != "GET") _second = time.GetUtcNow().ToUnixTimeSeconds();
    }
}
