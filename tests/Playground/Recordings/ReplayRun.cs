using System.Collections.Concurrent;
using GitOpsGuard.Recorder.Recorded;
using GitOpsGuard.Recorder.Replay;
using GitOpsGuard.Recorder.Servers;

namespace GitOpsGuard.Playground.Tests.Recordings;

/// <summary>Replays all recordings to one server, some at a time, each in a namespace of its own.</summary>
public sealed class ReplayRun : IAsyncLifetime
{
    private const int AtATime = 4;
    private static readonly string? Assets = Environment.GetEnvironmentVariable("KUBEBUILDER_ASSETS") is { Length: > 0 } assets ? assets : null;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly TestedServers _servers = new(Assets);
    private readonly ConcurrentDictionary<string, Task<string?>> _replays = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _places = new(AtATime);

    public static string Folder { get; } = Path.Combine(PlaygroundPaths.FindRoot(), "tests", "Playground", "Recordings");

    /// <summary>What is replayed: all to a real server, to the embedded one all but the lines of pending.txt.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. RecordingFile.Names(Folder).Except(Assets is null ? Pending : [], StringComparer.Ordinal)];

    /// <summary>Recordings that the embedded server does not answer equal to yet.</summary>
    public static IReadOnlyList<string> Pending =>
        File.Exists(Path.Combine(Folder, "pending.txt")) ? File.ReadAllLines(Path.Combine(Folder, "pending.txt")) : [];

    /// <summary>What differs in a recording, in words; null when nothing does.</summary>
    public Task<string?> DifferenceAsync(string name) => _replays[name];

    public ValueTask InitializeAsync()
    {
        foreach (var name in Names) _replays[name] = Task.Run(() => ReplayAsync(name));
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_replays.Values);
        await _servers.DisposeAsync();
        _places.Dispose();
    }

    private async Task<string?> ReplayAsync(string name)
    {
        await _places.WaitAsync(CancellationToken.None);
        try
        {
            var recording = RecordingFile.Read(Folder, name);
            return await Replayer.ReplayAsync(recording, await _servers.ForAsync(recording.Controllers), Patience, CancellationToken.None);
        }
        catch (Exception error)
        {
            return error.ToString();
        }
        finally
        {
            _places.Release();
        }
    }
}
