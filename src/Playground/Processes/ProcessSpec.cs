namespace GitOpsGuard.Playground.Processes;

/// <summary>
/// A program to run: its path (or a name found on <c>PATH</c> of <paramref name="Environment"/>), its arguments, the
/// folder it runs in, and its whole environment. Nothing is inherited from the playground's own environment.
/// </summary>
internal sealed record ProcessSpec(
    string Program,
    IReadOnlyList<string> Arguments,
    IReadOnlyDictionary<string, string> Environment,
    string? WorkingDirectory = null);
