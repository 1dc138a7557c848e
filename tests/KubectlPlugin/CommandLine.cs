using System.CommandLine;
using GitOpsGuard.Testing.Api;

namespace GitOpsGuard.KubectlPlugin.Tests;

/// <summary>A person at a terminal: runs the plugin against a server in memory and reads what it prints.</summary>
internal sealed class CommandLine(FakeApi api)
{
    /// <summary>Environment variables.</summary>
    public Dictionary<string, string> Variables { get; } = [];

    /// <summary>The forge; null where none may be asked.</summary>
    public HttpMessageHandler? Forge { get; init; }

    /// <summary>What the person types at questions; null when nobody is there.</summary>
    public string? Answers { get; set; }

    /// <summary>The kubeconfig and context that the last command connected with.</summary>
    public (string? Kubeconfig, string? Context) Connected { get; private set; }

    /// <summary>Runs <c>kubectl gitops</c> with arguments.</summary>
    public async Task<Printed> RunAsync(params string[] arguments)
    {
        using var http = Forge is null ? new HttpClient() : new HttpClient(Forge, disposeHandler: false);
        var environment = new PluginEnvironment
        {
            Connect = (kubeconfig, context) =>
            {
                Connected = (kubeconfig, context);
                return api.Client();
            },
            Http = http,
            Variable = Variables.GetValueOrDefault,
            Time = new HastyTime(),
            Answers = Answers is null ? null : new StringReader(Answers),
        };
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await Plugin
            .Parse(arguments, (operation, cancellationToken) => Plugin.RunAsync(operation, environment, output, error, cancellationToken))
            .InvokeAsync(new InvocationConfiguration { Output = output, Error = error }, TestContext.Current.CancellationToken);
        return new(code, output.ToString(), error.ToString());
    }
}
