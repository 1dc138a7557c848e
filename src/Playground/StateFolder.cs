using GitOpsGuard.Playground.Processes;

namespace GitOpsGuard.Playground;

/// <summary>
/// The folder that one playground writes to, held for itself alone. What an earlier one left in it, running processes
/// included, is cleared away first; logs are kept when it closes.
/// </summary>
internal sealed class StateFolder : IDisposable
{
    private readonly FileStream _lock;

    private StateFolder(FileStream @lock, PlaygroundServices services)
    {
        _lock = @lock;
        Services = services;
    }

    public PlaygroundServices Services { get; }

    /// <summary>Throws <see cref="PlaygroundException"/> when another playground uses the folder.</summary>
    public static StateFolder Open(PlaygroundPaths paths, TimeProvider time)
    {
        Directory.CreateDirectory(paths.State);
        var held = Hold(Path.Combine(paths.State, "lock"), paths.State);
        var ledger = new ProcessLedger(Path.Combine(paths.State, "processes"));
        ledger.EndLeftovers();
        foreach (var folder in new[] { paths.Home, paths.Repositories, paths.Pods, paths.ControlPlane, Logs(paths) })
        {
            if (Directory.Exists(folder))
                Directory.Delete(folder, recursive: true);
        }

        Directory.CreateDirectory(paths.Home);
        File.WriteAllText(Path.Combine(paths.Home, ".gitconfig"), "[safe]\n    directory = *\n");
        return new StateFolder(held, new PlaygroundServices(paths, ledger, ProgramEnvironment.For(paths), time));
    }

    public void Dispose()
    {
        foreach (var folder in new[] { Services.Paths.Pods, Services.Paths.ControlPlane, Services.Paths.Home })
        {
            if (Directory.Exists(folder))
                Directory.Delete(folder, recursive: true);
        }

        File.Delete(Services.Paths.Kubeconfig);
        _lock.Dispose();
    }

    private static string Logs(PlaygroundPaths paths) => Path.GetDirectoryName(paths.Log("any"))!;

    private static FileStream Hold(string file, string folder)
    {
        try
        {
            return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException error)
        {
            throw new PlaygroundException(
                $"Another playground uses {folder}. End it, or run this one from another clone.", error);
        }
    }
}
