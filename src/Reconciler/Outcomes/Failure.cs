namespace GitOpsGuard.Reconciler.Outcomes;

/// <summary>Why a step did not reach its end. There are three kinds only.</summary>
/// <param name="Reason">One of <see cref="Kubernetes.Kinds.Reasons"/>.</param>
/// <param name="Message">For people: the object, the place and what to do. Never holds a credential.</param>
internal abstract record Failure(string Reason, string Message)
{
    /// <summary>The user must act. Looked at again each interval only, since what they change may be another object.</summary>
    public sealed record Stalled(string Reason, string Message) : Failure(Reason, Message);

    /// <summary>Something else must happen first; tried again after <see cref="After"/>.</summary>
    public sealed record Waiting(string Reason, string Message, TimeSpan After) : Failure(Reason, Message);

    /// <summary>May pass by itself; tried again with growing pauses, and never given up.</summary>
    /// <param name="Reason">One of <see cref="Kubernetes.Kinds.Reasons"/>.</param>
    /// <param name="Message">For people.</param>
    /// <param name="After">The least pause, where a server asked for one.</param>
    public sealed record Retryable(string Reason, string Message, TimeSpan? After = null) : Failure(Reason, Message);
}
