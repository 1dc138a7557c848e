using GitOpsGuard.EndToEnd.Tests.Scenarios;
using GitOpsGuard.Playground;

namespace GitOpsGuard.EndToEnd.Tests.Syncing;

/// <summary>The default policy in mode Warn, so that direct writes pass; disposing enforces again.</summary>
internal sealed class WarnMode(TestPlayground playground) : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<WarnMode> StartAsync(TestPlayground playground)
    {
        await SetAsync(playground, "Warn");
        return new WarnMode(playground);
    }

    /// <summary>Writes as soon as the guard lets it pass: until it has heard of the policy it denies.</summary>
    /// <returns>What kubectl printed on standard error.</returns>
    public async Task<string> WriteAsync(TeamRepository repository, params string[] words)
    {
        var error = "";
        await Eventually.HoldsAsync(
            async () =>
            {
                var result = await repository.KubectlAsync(words);
                error = result.Error;
                return result.Succeeded;
            },
            Deadline,
            () => $"kubectl {words[0]} did not pass in mode Warn: {error}",
            TimeProvider.System,
            Token);
        return error;
    }

    /// <summary>Enforces again and waits until the guard has heard of it.</summary>
    public async ValueTask DisposeAsync()
    {
        await SetAsync(playground, "Enforce");
        var error = "";
        await Eventually.HoldsAsync(
            async () =>
            {
                error = (await playground.AdminAsync("kubectl scale deployment/web -n shop --replicas=99 --dry-run=server", Token)).Error;
                return error.Contains("would be denied", StringComparison.Ordinal);
            },
            Deadline,
            () => $"the guard does not enforce again: {error}",
            TimeProvider.System,
            Token);
    }

    private static async Task SetAsync(TestPlayground playground, string mode) =>
        (await playground.AdminAsync(
            $$$"""kubectl patch guardpolicy/default --type=merge -p {"spec":{"mode":"{{{mode}}}"}}""", Token)).MustSucceed();
}
