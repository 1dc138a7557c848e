using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace GitOpsGuard.KubectlPlugin;

/// <summary>The usual help, then examples.</summary>
internal sealed class ExamplesHelp(HelpAction usual, string examples) : SynchronousCommandLineAction
{
    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        var code = usual.Invoke(parseResult);
        parseResult.InvocationConfiguration.Output.WriteLine("Examples:");
        parseResult.InvocationConfiguration.Output.WriteLine(examples);
        return code;
    }
}
