namespace GitOpsGuard.Webhook.Tests.Load;

/// <summary>Waits for what other processes bring about, with a deadline that a loaded machine does not miss.</summary>
internal static class Patience
{
    internal static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(2), TimeProvider.System);
        while (!await condition()) await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, deadline.Token);
    }

    internal static Task UntilAsync(Func<bool> condition) => UntilAsync(() => Task.FromResult(condition()));
}
