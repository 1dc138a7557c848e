namespace GitOpsGuard.Playground;

/// <summary>What every part of one playground shares.</summary>
/// <param name="Paths">Where things lie.</param>
/// <param name="Environment">The environment that programs get: nothing of the user's own configuration.</param>
/// <param name="Time">The clock.</param>
internal sealed record PlaygroundServices(PlaygroundPaths Paths, IReadOnlyDictionary<string, string> Environment, TimeProvider Time)
{
    public Shell Shell => new(Environment);

    /// <summary>Starts a program that goes on; it writes to the log of its name.</summary>
    public ChildProcess Start(string name, Shell shell, IReadOnlyList<string> words) =>
        ChildProcess.Start(name, shell, words, Paths.Log(name));
}
