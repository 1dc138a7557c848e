namespace GitOpsGuard.Playground;

/// <summary>A failure that the person at the terminal can act on: the message says what is wrong and what to do.</summary>
internal sealed class PlaygroundException : Exception
{
    public PlaygroundException(string message)
        : base(message)
    {
    }

    public PlaygroundException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
