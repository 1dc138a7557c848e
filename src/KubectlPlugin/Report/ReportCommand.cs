using System.CommandLine;

namespace GitOpsGuard.KubectlPlugin.Report;

/// <summary>The arguments of <c>kubectl gitops report</c>.</summary>
internal static class ReportCommand
{
    private const string Examples = """
          # Who would be denied, if the policies enforced, and what would let their controllers through?
          kubectl gitops report

          # One policy, for a program
          kubectl gitops report default -o json

        """;

    public static Command Create(Func<ParseResult, Scope> scope, Func<IOperation, CancellationToken, Task<int>> run)
    {
        var policy = new Argument<string?>("POLICY")
        {
            Description = "Name of a GuardPolicy; all of them by default.",
            Arity = ArgumentArity.ZeroOrOne,
        }.WithoutOptions("report");
        var output = Output.Option();
        var command = new Command("report", "Says whom the policies refuse, or would refuse, and which entry would let a controller pass.") { policy, output };
        command.SetAction((parsed, cancellationToken) =>
            run(new ReportOperation(scope(parsed), parsed.GetValue(policy), parsed.GetValue(output) == "json"), cancellationToken));
        return command.WithExamples(Examples);
    }
}
