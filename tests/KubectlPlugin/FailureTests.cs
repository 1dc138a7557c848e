using GitOpsGuard.Kubernetes;

namespace GitOpsGuard.KubectlPlugin.Tests;

public sealed class FailureTests
{
    [Fact]
    public async Task A_kubeconfig_that_is_not_there_is_named_and_no_server_is_blamed()
    {
        var missing = Path.Combine(Path.GetTempPath(), "no such kubeconfig");
        var (code, error) = await FailedAsync(_ => Task.FromResult(ApiClient.FromKubeconfig(missing)), TestContext.Current.CancellationToken);
        Assert.Equal(1, code);
        Assert.StartsWith($"error: The kubeconfig {missing} cannot be read: ", error, StringComparison.Ordinal);
        Assert.DoesNotContain("API server", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_cannot_be_reached_is_a_case_for_kubectl()
    {
        var (code, error) = await FailedAsync(_ => throw new ApiException(ApiException.Unreachable, "https://127.0.0.1:6443 refused the connection"), TestContext.Current.CancellationToken);
        Assert.Equal(1, code);
        Assert.Equal(
            ["error: the API server did not answer as hoped: https://127.0.0.1:6443 refused the connection", "Check that kubectl reaches the cluster: kubectl version"],
            error.TrimEnd().Split(Environment.NewLine));
    }

    [Fact]
    public async Task An_interrupted_command_ends_with_130()
    {
        using var interrupt = new CancellationTokenSource();
        var (code, error) = await FailedAsync(async cancellationToken =>
        {
            await interrupt.CancelAsync();
            cancellationToken.ThrowIfCancellationRequested();
        }, interrupt.Token);
        Assert.Equal((130, "interrupted"), (code, error.TrimEnd()));
    }

    private static async Task<(int Code, string Error)> FailedAsync(Func<CancellationToken, Task> fails, CancellationToken cancellationToken)
    {
        using var error = new StringWriter();
        var code = await Plugin.RunAsync(new Operation(fails), new PluginEnvironment(), TextWriter.Null, error, cancellationToken);
        return (code, error.ToString());
    }

    private sealed class Operation(Func<CancellationToken, Task> run) : IOperation
    {
        public Task RunAsync(PluginEnvironment environment, TextWriter output, TextWriter error, CancellationToken cancellationToken) => run(cancellationToken);
    }
}
