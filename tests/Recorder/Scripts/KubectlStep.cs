namespace GitOpsGuard.Recorder.Scripts;

/// <summary>A command line of kubectl, with everything that it asks the server.</summary>
internal sealed record KubectlStep(string Line) : Step
{
    /// <summary>What the command reads from its standard input.</summary>
    public string Input { get; init; } = "";

    /// <summary>The program that <c>kubectl edit</c> starts.</summary>
    public string? Editor { get; init; }

    /// <summary>Who runs it; see <see cref="Scenario"/>.</summary>
    public string? As { get; init; }

    /// <summary>Whether it must end with an exit code other than 0.</summary>
    public bool Fails { get; init; }

    /// <summary>Whether the next step begins once the command watches, instead of when it has ended.</summary>
    public bool Background { get; init; }
}
