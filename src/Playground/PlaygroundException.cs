namespace GitOpsGuard.Playground;

/// <summary>A failure that the person at the terminal can act on: the message says what is wrong and what to do.</summary>
internal sealed class PlaygroundException(string message, Exception? inner = null) : Exception(message, inner);
