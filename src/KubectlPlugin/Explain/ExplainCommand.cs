using System.CommandLine;

namespace GitOpsGuard.KubectlPlugin.Explain;

/// <summary>The arguments of <c>kubectl gitops explain</c>.</summary>
internal static class ExplainCommand
{
    private const string Examples = """
          # Where does Git declare this Deployment, and is it synced?
          kubectl gitops explain deploy/web -n shop

          # The same in other words, for a program
          kubectl gitops explain deployment.apps web -n shop -o json

        """;

    public static Command Create(Func<ParseResult, Scope> scope, Func<IOperation, CancellationToken, Task<int>> run)
    {
        var target = new Argument<string[]>("KIND/NAME")
        {
            Description = "The object, as kubectl takes it: deploy/web, deployment web, deployment.apps/web.",
            Arity = new(1, 2),
        }.WithoutOptions("explain");
        var output = Output.Option();
        var command = new Command("explain", "Says who manages an object, and the file and line that declare it.") { target, output };
        command.SetAction((parsed, cancellationToken) =>
            run(new ExplainOperation(scope(parsed), parsed.GetValue(target)!, parsed.GetValue(output) == "json"), cancellationToken));
        return command.WithExamples(Examples);
    }
}
