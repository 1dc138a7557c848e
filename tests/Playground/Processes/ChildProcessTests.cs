using GitOpsGuard.Playground.Processes;

namespace GitOpsGuard.Playground.Tests.Processes;

public sealed class ChildProcessTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("processes-").FullName;
    private readonly ProcessLedger _ledger;

    public ChildProcessTests() => _ledger = new ProcessLedger(Path.Combine(_folder, "ledger"));

    [Fact]
    public async Task A_program_is_asked_to_end_and_its_last_words_are_logged()
    {
        var process = Start("trap 'echo ending; exit 0' TERM; echo ready; while true; do sleep 0.1; done");
        await LoggedAsync(process, "ready");

        await process.DisposeAsync();

        Assert.Contains("ending", await File.ReadAllTextAsync(Log, Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_killed_playground_left_running_is_ended_by_the_next()
    {
        var process = Start("echo ready; sleep 600");
        await LoggedAsync(process, "ready");

        var ended = new ProcessLedger(Path.Combine(_folder, "ledger")).EndLeftovers();

        await process.Exited.WaitAsync(TimeSpan.FromSeconds(10), TimeProvider.System, Token);
        Assert.Equal(["sleeper"], ended);
        await process.DisposeAsync();
    }

    [Fact]
    public async Task A_process_that_only_has_the_id_of_a_leftover_is_left_alone()
    {
        var process = Start("sleep 600");
        await File.WriteAllTextAsync(Path.Combine(_folder, "ledger"), $"{process.Id} 12345 somebody\n", Token);

        var ended = new ProcessLedger(Path.Combine(_folder, "ledger")).EndLeftovers();

        Assert.Empty(ended);
        Assert.False(process.HasExited);
        process.Kill();
        await process.DisposeAsync();
    }

    [Fact]
    public async Task A_program_sees_nothing_of_the_surrounding_environment()
    {
        var result = await new Shell(new Dictionary<string, string> { ["ONLY"] = "this" }).RunAsync(["/usr/bin/env"], Token);

        Assert.Equal("ONLY=this", result.Output.Trim());
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Log => Path.Combine(_folder, "sleeper.log");

    private ChildProcess Start(string script)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["PATH"] = Environment.GetEnvironmentVariable("PATH")!,
        };
        return ChildProcess.Start("sleeper", new Shell(environment), ["sh", "-c", script], Log, _ledger);
    }

    private static async Task LoggedAsync(ChildProcess process, string text)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Token);
        deadline.CancelAfter(TimeSpan.FromSeconds(10));
        while (!process.Tail(5).Contains(text, StringComparison.Ordinal))
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, deadline.Token);
    }
}
