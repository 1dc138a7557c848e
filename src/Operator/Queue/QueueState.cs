namespace GitOpsGuard.Operator.Queue;

/// <summary>How a queue stood at one moment.</summary>
public sealed record QueueState
{
    /// <summary>Keys that are ready and wait for a taker.</summary>
    public int Ready { get; init; }

    /// <summary>Keys that are worked on.</summary>
    public int Working { get; init; }

    /// <summary>Keys that are due later; a ready one may be among them.</summary>
    public int Delayed { get; init; }

    /// <summary>Keys whose last turn failed.</summary>
    public int Failing { get; init; }

    /// <summary>How long the key that has been ready longest has waited; zero where none is.</summary>
    public TimeSpan LongestWait { get; init; }

    /// <summary>How long ago a key was last taken; since the queue was made where none ever was.</summary>
    public TimeSpan SinceTaken { get; init; }

    /// <summary>How long the longest turn of those under way has taken; zero where there is none.</summary>
    public TimeSpan LongestWork { get; init; }
}
