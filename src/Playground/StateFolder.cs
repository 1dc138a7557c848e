namespace GitOpsGuard.Playground;

/// <summary>
/// The folder that one playground writes to, held for itself alone. What an earlier one left in it, running processes included, is
/// cleared away first; logs and repositories are kept when it closes.
/// </summary>
internal sealed class StateFolder : IDisposable
{
    private readonly FileStream _lock;

    /// <summary>Throws <see cref="PlaygroundException"/> when another playground uses the folder.</summary>
    public StateFolder(PlaygroundPaths paths, TimeProvider time)
    {
        Directory.CreateDirectory(paths.State);
        _lock = Hold(paths);
        Leftovers.End(paths.State);
        Delete(paths.Home, paths.Repositories, paths.Pods, paths.ControlPlane, paths.Logs);
        Directory.CreateDirectory(paths.Home);
        File.WriteAllText(Path.Combine(paths.Home, ".gitconfig"), "[safe]\n    directory = *\n");
        Services = new PlaygroundServices(paths, ProgramEnvironment.For(paths), time);
    }

    public PlaygroundServices Services { get; }

    public void Dispose()
    {
        var paths = Services.Paths;
        Delete(paths.Pods, paths.ControlPlane, paths.Home);
        File.Delete(paths.Kubeconfig);
        _lock.Dispose();
    }

    private static void Delete(params string[] folders)
    {
        foreach (var folder in folders.Where(Directory.Exists)) Directory.Delete(folder, recursive: true);
    }

    private static FileStream Hold(PlaygroundPaths paths)
    {
        try
        {
            return new FileStream(Path.Combine(paths.State, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException error)
        {
            throw new PlaygroundException($"Another playground uses {paths.State}. End it, or run this one from another clone.", error);
        }
    }
}
