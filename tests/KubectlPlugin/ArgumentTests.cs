using GitOpsGuard.KubectlPlugin.Explain;
using GitOpsGuard.KubectlPlugin.Propose;
using GitOpsGuard.Testing.Api;

namespace GitOpsGuard.KubectlPlugin.Tests;

public sealed class ArgumentTests : IDisposable
{
    private static readonly Scope Nowhere = new(null, null, null);
    private readonly FakeApi _api = new();

    [Fact]
    public async Task Propose_takes_the_id_of_a_change_request() =>
        Assert.Equal(new ProposeOperation(Nowhere, "chg-1"), await OperationAsync("propose", "chg-1"));

    [Fact]
    public async Task Propose_takes_branch_base_title_repository_and_yes() =>
        Assert.Equal(
            new ProposeOperation(Nowhere, "chg-1") { Branch = "b", Base = "main", Title = "Scale web", Repository = "ssh://git/shop", Yes = true, AsJson = true },
            await OperationAsync("propose", "chg-1", "--branch", "b", "--base=main", "--title", "Scale web", "--repository", "ssh://git/shop", "-y", "-o", "json"));

    [Theory]
    [InlineData("deploy/web")]
    [InlineData("deployment", "web")]
    public async Task Explain_takes_an_object_as_kubectl_does(params string[] words)
    {
        var operation = Assert.IsType<ExplainOperation>(await OperationAsync(["explain", .. words]));
        Assert.Equal(words, operation.Target);
        Assert.Equal("web", TargetName.Parse(operation.Target).Name);
    }

    [Theory]
    [InlineData("-n", "shop", "--context", "prod", "--kubeconfig", "k", "propose", "chg-1")]
    [InlineData("propose", "chg-1", "--namespace=shop", "--context=prod", "--kubeconfig=k")]
    public async Task The_scope_may_stand_before_and_behind_the_verb(params string[] arguments) =>
        Assert.Equal(new Scope("k", "prod", "shop"), Assert.IsType<ProposeOperation>(await OperationAsync(arguments)).Scope);

    [Fact]
    public async Task The_connection_is_made_with_kubeconfig_and_context()
    {
        var terminal = new CommandLine(_api);
        await terminal.RunAsync("explain", "deploy/web", "--context", "prod", "--kubeconfig", "k");
        Assert.Equal(("k", "prod"), terminal.Connected);
    }

    [Theory]
    [InlineData("kubectl gitops [command] [options]", "--help")]
    [InlineData("kubectl gitops propose <ID> [options]", "propose", "--help")]
    public async Task Help_shows_a_command_as_it_is_typed(string usage, params string[] arguments) =>
        Assert.Contains(usage, (await new CommandLine(_api).RunAsync(arguments)).Output, StringComparison.Ordinal);

    [Theory]
    [InlineData("Required argument 'ID' missing for command: 'propose'", "propose")]
    [InlineData("Required argument 'KIND/NAME' missing for command: 'explain'", "explain")]
    [InlineData("'extra'", "propose", "chg-1", "extra")]
    [InlineData("'c'", "explain", "a", "b", "c")]
    [InlineData("'two'", "report", "one", "two")]
    [InlineData("'one'", "doctor", "one")]
    [InlineData("'--all' is no option of 'report'", "report", "--all")]
    [InlineData("'yaml'", "explain", "deploy/web", "-o", "yaml")]
    [InlineData("'--loud' is no option of 'explain'", "explain", "deploy", "--loud")]
    [InlineData("'--force' is no option of 'propose'", "propose", "--force")]
    [InlineData("'apply'", "apply")]
    [InlineData("Required command was not provided.")]
    public async Task Bad_arguments_are_named_and_nothing_is_asked_of_the_server(string words, params string[] arguments)
    {
        var printed = await new CommandLine(_api).RunAsync(arguments);
        Assert.Equal(1, printed.Code);
        Assert.Contains(words, printed.Error, StringComparison.Ordinal);
        Assert.Empty(_api.Requests);
    }

    [Theory]
    [InlineData("web")]
    [InlineData("deploy/web/0")]
    [InlineData("deploy/")]
    [InlineData("deploy/web", "api")]
    public async Task What_names_no_object_is_repeated_with_the_way_to_name_one(params string[] words)
    {
        var printed = await new CommandLine(_api).RunAsync(["explain", .. words]);
        Assert.Equal((1, ""), (printed.Code, printed.Output));
        Assert.Equal($"error: '{string.Join(' ', words)}' names no object\nName one as KIND/NAME: kubectl gitops explain deploy/web\n", printed.Error.ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task The_version_is_one_line()
    {
        var printed = await new CommandLine(_api).RunAsync("--version");
        Assert.Equal((0, ""), (printed.Code, printed.Error));
        Assert.Matches(@"^\d+\.\d+\.\d+\S*\r?\n$", printed.Output);
    }

    [Theory]
    [InlineData("propose", "kubectl gitops propose chg-7fa3c")]
    [InlineData("explain", "kubectl gitops explain deploy/web -n shop")]
    [InlineData("report", "kubectl gitops report default -o json")]
    [InlineData("doctor", "kubectl gitops doctor")]
    public async Task Help_ends_with_examples(string verb, string example)
    {
        var printed = await new CommandLine(_api).RunAsync(verb, "--help");
        Assert.Equal(0, printed.Code);
        Assert.Contains(example, printed.Output[printed.Output.IndexOf("Examples:", StringComparison.Ordinal)..], StringComparison.Ordinal);
    }

    public void Dispose() => _api.Dispose();

    private static async Task<IOperation> OperationAsync(params string[] arguments)
    {
        IOperation? parsed = null;
        var code = await Plugin.Parse(arguments, (operation, _) =>
        {
            parsed = operation;
            return Task.FromResult(0);
        }).InvokeAsync(cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(0, code);
        return parsed!;
    }
}
