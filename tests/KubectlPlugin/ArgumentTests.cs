using GitOpsGuard.KubectlPlugin.Explain;
using GitOpsGuard.KubectlPlugin.Propose;

namespace GitOpsGuard.KubectlPlugin.Tests;

public sealed class ArgumentTests
{
    [Fact]
    public async Task Arguments_become_operations()
    {
        Assert.Equal(
            new ProposeOperation(new("f", "c", "shop"), "chg-1") { Branch = "b", Base = "main", Title = "t", Repository = "u", Yes = true, AsJson = true },
            await ParsedAsync("propose chg-1 -n shop --context c --kubeconfig f --branch b --base main --title t --repository u -y -o json"));
        Assert.Equal(new ProposeOperation(new(null, null, null), "chg-1"), await ParsedAsync("propose chg-1"));
        var explain = (ExplainOperation)(await ParsedAsync("explain deploy web --namespace shop"))!;
        Assert.Equal(["deploy", "web"], explain.Target);
        Assert.Equal((new Scope(null, null, "shop"), false), (explain.Scope, explain.AsJson));
    }

    [Theory]
    [InlineData("propose")]
    [InlineData("explain")]
    [InlineData("explain a b c")]
    [InlineData("propose x -o yaml")]
    [InlineData("nonsense")]
    public async Task Wrong_arguments_become_none(string line) => Assert.Null(await ParsedAsync(line));

    private static async Task<IOperation?> ParsedAsync(string line)
    {
        IOperation? parsed = null;
        var result = Plugin.Parse(line.Split(' '), (operation, _) =>
        {
            parsed = operation;
            return Task.FromResult(0);
        });
        await result.InvokeAsync(new() { Output = TextWriter.Null, Error = TextWriter.Null }, TestContext.Current.CancellationToken);
        return parsed;
    }
}
