namespace GitOpsGuard.Playground.Nodes;

/// <summary>What the simulator could not do, one line each, in a file.</summary>
internal sealed class SimulatorLog(string file, TimeProvider time)
{
    private readonly Lock _lock = new();

    public void Write(string message)
    {
        lock (_lock)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.AppendAllText(file, $"{Conditions.Now(time)} {message}{Environment.NewLine}");
        }
    }
}
