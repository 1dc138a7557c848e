namespace GitOpsGuard.Playground.Processes;

/// <summary>What a finished program left: its exit code and both of its streams as text.</summary>
internal sealed record CommandResult(int ExitCode, string Output, string Error)
{
    public bool Succeeded => ExitCode == 0;

    /// <summary>Both streams, as a person at a terminal would see them.</summary>
    public string Text => string.Join('\n', new[] { Output.TrimEnd(), Error.TrimEnd() }.Where(part => part.Length > 0));
}
