namespace GitOpsGuard.KubectlPlugin;

/// <summary>A command with its arguments.</summary>
internal interface IOperation
{
    /// <summary>Runs the command.</summary>
    /// <param name="environment">What it takes from the outside.</param>
    /// <param name="output">Where results go.</param>
    /// <param name="error">Where progress, notes and questions go.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="PluginException">The command cannot go on.</exception>
    Task RunAsync(PluginEnvironment environment, TextWriter output, TextWriter error, CancellationToken cancellationToken);
}
