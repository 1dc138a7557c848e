namespace GitOpsGuard.Playground.Processes;

/// <summary>What a finished program left: its exit code and both of its streams as text.</summary>
/// <param name="Command">Its first words, for messages.</param>
internal sealed record CommandResult(string Command, int ExitCode, string Output, string Error)
{
    public bool Succeeded => ExitCode == 0;

    /// <summary>Both streams, as a person at a terminal would see them.</summary>
    public string Text => string.Join('\n', new[] { Output.TrimEnd(), Error.TrimEnd() }.Where(part => part.Length > 0));

    /// <summary>The result itself; throws <see cref="PlaygroundException"/> unless the program succeeded.</summary>
    public CommandResult Require() =>
        Succeeded ? this : throw new PlaygroundException($"`{Command}` failed with exit code {ExitCode}: {Text}");
}
