using GitOpsGuard.Playground.Processes;

namespace GitOpsGuard.EndToEnd.Tests.Scenarios;

/// <summary>A rule of the default policy's <c>spec.operations</c> set to <c>Deny</c>; disposing takes it back.</summary>
internal sealed class OperationRule(ScenarioShop shop, string operation) : IAsyncDisposable
{
    public static async Task<OperationRule> SetAsync(ScenarioShop shop, string operation)
    {
        await PatchAsync(shop, operation, "\"Deny\"");
        return new(shop, operation);
    }

    /// <summary>Runs until the guard has heard of the rule.</summary>
    public Task<CommandResult> Until(Func<Task<CommandResult>> run, string word) =>
        ScenarioShop.Until(run, result => result.Text.Contains(word, StringComparison.Ordinal));

    public async ValueTask DisposeAsync() => await PatchAsync(shop, operation, "null");

    private static async Task PatchAsync(ScenarioShop shop, string operation, string value) => (await shop.Admin(
        "patch", "guardpolicy/default", "--type=merge", "-p", $$$"""{"spec":{"operations":{"{{{operation}}}":{{{value}}} } } }""")).MustSucceed();
}
