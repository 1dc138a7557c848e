using GitOpsGuard.Playground;
using GitOpsGuard.Playground.ControlPlane;
using GitOpsGuard.Playground.Processes;
using GitOpsGuard.Playground.Story;

namespace GitOpsGuard.EndToEnd.Tests;

/// <summary>
/// A playground for tests, with its state in a temporary folder whose name has a space: embedded unless the environment
/// names a real control plane or a cluster.
/// </summary>
internal sealed class TestPlayground : IAsyncDisposable
{
    private readonly string _state;
    private readonly StringWriter _told = new();

    private TestPlayground(string state) => _state = state;

    public RunningPlayground Playground { get; private set; } = null!;

    public DemoRepository Repository { get; private set; } = null!;

    public DemoStory Story { get; private set; } = null!;

    /// <summary>Everything that the story has printed.</summary>
    public string Told => _told.ToString();

    /// <summary>
    /// Starts everything and syncs a repository, or the sample when <paramref name="repository"/> is null. What went
    /// wrong is told with the programs' logs.
    /// </summary>
    public static Task<TestPlayground> StartAsync(string? repository, string? path, CancellationToken cancellationToken) => StartAsync(
        async test =>
        {
            test.Repository = await DemoRepository.MirrorAsync(test.Playground, repository, path, cancellationToken);
            test.Story = new DemoStory(test.Playground, test.Repository, new Terminal(test._told));
            await test.Story.SyncAsync(cancellationToken);
        },
        cancellationToken);

    /// <summary>Starts everything and syncs nothing.</summary>
    public static Task<TestPlayground> StartBareAsync(CancellationToken cancellationToken) => StartAsync(_ => Task.CompletedTask, cancellationToken);

    private static async Task<TestPlayground> StartAsync(Func<TestPlayground, Task> prepare, CancellationToken cancellationToken)
    {
        var state = Directory.CreateTempSubdirectory("playground with space-").FullName;
        var test = new TestPlayground(state);
        try
        {
            test.Playground = await RunningPlayground.StartAsync(
                new PlaygroundPaths(PlaygroundPaths.FindRoot(), state),
                ClusterChoice.FromEnvironment(),
                TimeProvider.System,
                line => test._told.WriteLineAsync(line),
                cancellationToken);
            await prepare(test);
            return test;
        }
        catch (Exception error)
        {
            var logs = test.Logs();
            await test.DisposeAsync();
            throw new InvalidOperationException($"{error.Message}\n{test.Told}\n{logs}", error);
        }
    }

    /// <summary>Runs a command line, split at spaces, as Alice.</summary>
    public Task<CommandResult> AliceAsync(string words, CancellationToken cancellationToken) =>
        Playground.Alice.Shell.RunAsync(words.Split(' '), cancellationToken);

    /// <summary>Runs a command line, split at spaces, as the cluster admin.</summary>
    public Task<CommandResult> AdminAsync(string words, CancellationToken cancellationToken) =>
        Playground.Admin.Shell.RunAsync(words.Split(' '), cancellationToken);

    /// <summary>Everything that the guard has logged.</summary>
    public string GuardLog() =>
        string.Concat(Directory.GetFiles(Path.Combine(_state, "logs"), "gitopsguard-webhook*.log").Select(ReadShared));

    /// <summary>The log of one pod of the guard or the reconciler.</summary>
    public string LogOf(string pod) => ReadShared(Path.Combine(_state, "logs", $"{pod}.log"));

    /// <summary>The last lines of every log of the guard and the reconciler.</summary>
    public string Logs()
    {
        var folder = Path.Combine(_state, "logs");
        return !Directory.Exists(folder)
            ? ""
            : string.Join('\n', Directory.GetFiles(folder, "gitopsguard-*.log").Append(Path.Combine(folder, "nodes.log"))
                .Where(File.Exists)
                .Select(file => $"--- {Path.GetFileName(file)}\n{string.Join('\n', File.ReadLines(file).TakeLast(30))}"));
    }

    private static string ReadShared(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    public async ValueTask DisposeAsync()
    {
        if (Playground is not null)
            await Playground.DisposeAsync();
        await _told.DisposeAsync();
        Directory.Delete(_state, recursive: true);
    }
}
