using System.CommandLine;

namespace GitOpsGuard.KubectlPlugin.Doctor;

/// <summary>The arguments of <c>kubectl gitops doctor</c>.</summary>
internal static class DoctorCommand
{
    private const string Examples = """
          # Who could forge a trusted identity, or weaken the lock otherwise?
          kubectl gitops doctor

        """;

    public static Command Create(Func<ParseResult, Scope> scope, Func<IOperation, CancellationToken, Task<int>> run)
    {
        var output = Output.Option();
        var command = new Command("doctor", "Names who could get around the lock by the rights that they hold, which no webhook can stop.") { output };
        command.SetAction((parsed, cancellationToken) =>
            run(new DoctorOperation(scope(parsed), parsed.GetValue(output) == "json"), cancellationToken));
        return command.WithExamples(Examples);
    }
}
