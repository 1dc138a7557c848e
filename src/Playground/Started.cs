namespace GitOpsGuard.Playground;

/// <summary>Starts parts of the playground.</summary>
internal static class Started
{
    /// <summary>The part once it has started; one that does not start is disposed.</summary>
    public static async Task<T> StartedAsync<T>(this T part, Func<T, Task> start)
        where T : IAsyncDisposable
    {
        try
        {
            await start(part);
            return part;
        }
        catch
        {
            await part.DisposeAsync();
            throw;
        }
    }
}
