using GitOpsGuard.Playground.Processes;

namespace GitOpsGuard.Playground.Tests.Processes;

public sealed class ChildProcessTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("processes-").FullName;

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

        var ended = Leftovers.End(_folder);

        await process.Exited.WaitAsync(TimeSpan.FromSeconds(10), TimeProvider.System, Token);
        Assert.NotEmpty(ended);
        await process.DisposeAsync();
    }

    [Fact]
    public async Task What_another_playground_runs_is_left_alone()
    {
        var process = Start("echo ready; sleep 600");
        await LoggedAsync(process, "ready");

        var ended = Leftovers.End(_folder[..^1]);

        Assert.Empty(ended);
        Assert.False(process.HasExited);
        process.Kill();
        await process.DisposeAsync();
    }

    [Fact]
    public async Task A_program_that_leaves_another_with_its_output_is_let_go()
    {
        var process = Start("sleep 600 & echo ready");
        await LoggedAsync(process, "ready");

        await process.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System, Token);

        Assert.NotEmpty(Leftovers.End(_folder));
    }

    [Fact]
    public async Task A_program_sees_nothing_of_the_surrounding_environment()
    {
        var result = await new Shell(new Dictionary<string, string> { ["ONLY"] = "this" }).RunAsync(["/usr/bin/env"], Token);

        Assert.Equal("ONLY=this", result.Output.Trim());
    }

    [Fact]
    public async Task A_program_that_does_not_end_by_its_deadline_is_killed_and_named_by_its_first_words()
    {
        var shell = new Shell(new Dictionary<string, string> { ["PATH"] = "/usr/bin:/bin" }) { Deadline = TimeSpan.FromMilliseconds(100) };

        var error = await Assert.ThrowsAsync<PlaygroundException>(() => shell.RunAsync(["/bin/sh", "-c", "sleep 600", "a", "b", "https://ada:secret@git.example"], Token));

        Assert.Equal("`/bin/sh -c sleep 600 a b` had not ended after 0.1 s and was killed", error.Message);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Log => Path.Combine(_folder, "sleeper.log");

    private ChildProcess Start(string script)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["PATH"] = Environment.GetEnvironmentVariable("PATH")!,
            [Leftovers.Mark] = _folder,
        };
        return ChildProcess.Start("sleeper", new Shell(environment), ["sh", "-c", script], Log);
    }

    private static async Task LoggedAsync(ChildProcess process, string text)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(Token);
        deadline.CancelAfter(TimeSpan.FromSeconds(10));
        while (!process.Tail(5).Contains(text, StringComparison.Ordinal))
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, deadline.Token);
    }
}
