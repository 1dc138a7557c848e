using System.CommandLine;
using System.CommandLine.Help;
using GitOpsGuard.Forges;
using GitOpsGuard.KubectlPlugin.Doctor;
using GitOpsGuard.KubectlPlugin.Explain;
using GitOpsGuard.KubectlPlugin.Propose;
using GitOpsGuard.KubectlPlugin.Report;
using GitOpsGuard.Kubernetes;

namespace GitOpsGuard.KubectlPlugin;

/// <summary>The command line: <c>kubectl gitops VERB</c>.</summary>
internal static class Plugin
{
    private static readonly Option<string?> Kubeconfig = new("--kubeconfig") { Description = "Path of the kubeconfig file.", HelpName = "FILE", Recursive = true };
    private static readonly Option<string?> Context = new("--context") { Description = "Context of the kubeconfig to use.", HelpName = "NAME", Recursive = true };
    private static readonly Option<string?> Namespace = new("--namespace", "-n") { Description = "Namespace; the context's by default.", HelpName = "NAME", Recursive = true };

    /// <summary>Parses arguments.</summary>
    /// <param name="arguments">The arguments behind <c>kubectl gitops</c>.</param>
    /// <param name="run">What runs an operation.</param>
    public static ParseResult Parse(IReadOnlyList<string> arguments, Func<IOperation, CancellationToken, Task<int>> run)
    {
        var gitops = new Command("gitops", "Finds where Git declares an object, turns denied changes into pull requests, and reports on the lock.")
        {
            Kubeconfig, Context, Namespace, new HelpOption(), new VersionOption(),
        };
        gitops.Add(ExplainCommand.Create(ScopeOf, run));
        gitops.Add(ProposeCommand.Create(ScopeOf, run));
        gitops.Add(ReportCommand.Create(ScopeOf, run));
        gitops.Add(DoctorCommand.Create(ScopeOf, run));
        // Under kubectl's own name, so that help shows what a person types.
        return new Command("kubectl") { gitops }.Parse([gitops.Name, .. arguments]);
    }

    /// <summary>Runs an operation and says what went wrong.</summary>
    /// <returns>0 when it did what was asked, 1 when it could not, 130 when it was interrupted.</returns>
    public static async Task<int> RunAsync(
        IOperation operation, PluginEnvironment environment, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        try
        {
            await operation.RunAsync(environment, output, error, cancellationToken);
            return 0;
        }
        catch (PluginException e)
        {
            await error.WriteLineAsync($"error: {e.Message}");
            if (e.Next is { } next) await error.WriteLineAsync(next);
        }
        catch (ForgeException e)
        {
            await error.WriteLineAsync($"error: {e.Message}");
        }
        catch (ApiException e) when (e.Reason == ApiException.InvalidConfiguration)
        {
            await error.WriteLineAsync($"error: {e.Message}");
        }
        catch (ApiException e)
        {
            await error.WriteLineAsync($"error: the API server did not answer as hoped: {e.Message}");
            await error.WriteLineAsync("Check that kubectl reaches the cluster: kubectl version");
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await error.WriteLineAsync("interrupted");
            return 130;
        }

        return 1;
    }

    /// <summary>A command whose help ends with examples.</summary>
    public static Command WithExamples(this Command command, string examples)
    {
        var help = new HelpOption();
        help.Action = new ExamplesHelp((HelpAction)help.Action!, examples);
        command.Add(help);
        return command;
    }

    /// <summary>Refuses words that begin with a dash: they are options that a command does not have, never names.</summary>
    public static Argument<T> WithoutOptions<T>(this Argument<T> argument, string verb)
    {
        argument.Validators.Add(result =>
        {
            foreach (var token in result.Tokens)
                if (token.Value.StartsWith('-')) result.AddError($"'{token.Value}' is no option of '{verb}'.");
        });
        return argument;
    }

    private static Scope ScopeOf(ParseResult parsed) =>
        new(parsed.GetValue(Kubeconfig), parsed.GetValue(Context), parsed.GetValue(Namespace));
}
