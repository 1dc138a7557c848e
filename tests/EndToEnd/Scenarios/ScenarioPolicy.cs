using GitOpsGuard.Playground.Processes;

namespace GitOpsGuard.EndToEnd.Tests.Scenarios;

/// <summary>A GuardPolicy for as long as a scenario runs.</summary>
internal sealed class ScenarioPolicy(ScenarioShop shop, string name) : IAsyncDisposable
{
    /// <summary>Creates a policy and waits until the guard goes by it.</summary>
    /// <param name="shop">Where.</param>
    /// <param name="name">Its name.</param>
    /// <param name="spec">Its spec, as YAML of one line.</param>
    /// <param name="dryRun">A dry run of what it forbids.</param>
    public static async Task<ScenarioPolicy> StartAsync(ScenarioShop shop, string name, string spec, Func<Task<CommandResult>> dryRun)
    {
        var manifest = await shop.FileOf($"apiVersion: gitopsguard.dev/v1alpha1\nkind: GuardPolicy\nmetadata: {{name: {name}}}\nspec: {spec}\n");
        (await shop.Admin("create", "-f", manifest)).MustSucceed();
        var policy = new ScenarioPolicy(shop, name);
        try
        {
            await ScenarioShop.Until(dryRun, result => result.Error.Contains("would be denied", StringComparison.Ordinal));
            return policy;
        }
        catch
        {
            await policy.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync() => (await shop.Admin("delete", "guardpolicy", name)).MustSucceed();
}
