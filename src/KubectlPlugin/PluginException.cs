namespace GitOpsGuard.KubectlPlugin;

/// <summary>A command cannot go on. The message names the object and the place.</summary>
internal sealed class PluginException(string message, string? next = null, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>What to do next, a sentence or a command; null where the message says it.</summary>
    public string? Next { get; } = next;
}
