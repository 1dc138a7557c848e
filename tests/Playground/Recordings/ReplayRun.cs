using System.Collections.Concurrent;
using GitOpsGuard.Recorder.Recorded;
using GitOpsGuard.Recorder.Replay;
using GitOpsGuard.Recorder.Servers;

namespace GitOpsGuard.Playground.Tests.Recordings;

/// <summary>Replays all recordings to one server, some at a time, each in a namespace of its own.</summary>
public sealed class ReplayRun : IAsyncLifetime
{
    private const int AtATime = 4;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Brief = TimeSpan.FromMilliseconds(500);
    private readonly TestedServers _servers = new(
        Environment.GetEnvironmentVariable("KUBEBUILDER_ASSETS") is { Length: > 0 } assets ? assets : null);

    private readonly ConcurrentDictionary<string, Task<string?>> _replays = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _places = new(AtATime);
    private readonly HashSet<string> _pending = File.Exists(PendingFile) ? [.. File.ReadAllLines(PendingFile)] : [];

    public static string Folder { get; } = Path.Combine(PlaygroundPaths.FindRoot(), "tests", "Playground", "Recordings");

    private static string PendingFile => Path.Combine(Folder, "pending.txt");

    public bool IsPending(string name) => _pending.Contains(name);

    /// <summary>What differs in a recording, in words; null when nothing does.</summary>
    public Task<string?> DifferenceAsync(string name) => _replays[name];

    public ValueTask InitializeAsync()
    {
        foreach (var name in RecordingFile.Names(Folder)) _replays[name] = Task.Run(() => ReplayAsync(name));
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
            return await Replayer.ReplayAsync(recording, await _servers.ForAsync(recording.Controllers), IsPending(name) ? Brief : Patience, CancellationToken.None);
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
