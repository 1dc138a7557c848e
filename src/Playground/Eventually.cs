namespace GitOpsGuard.Playground;

/// <summary>Waits on conditions with a deadline.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <summary>Throws <see cref="PlaygroundException"/> with the message when the condition does not come to hold.</summary>
    public static async Task HoldsAsync(
        Func<Task<bool>> condition, TimeSpan deadline, Func<string> otherwise, TimeProvider time, CancellationToken ct)
    {
        var started = time.GetTimestamp();
        while (!await condition())
        {
            if (time.GetElapsedTime(started) > deadline)
                throw new PlaygroundException($"{otherwise()} (waited {deadline.TotalSeconds:0} s)");
            await Task.Delay(Pause, time, ct);
        }
    }
}
