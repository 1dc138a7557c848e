using GitOpsGuard.Kubernetes.Kinds;
using Microsoft.Extensions.Logging;

namespace GitOpsGuard.Reconciler.Outcomes;

/// <summary>Everything that follows from how a reconciliation ended.</summary>
/// <param name="Conditions">The conditions to publish.</param>
/// <param name="RequeueAfter">When to look again.</param>
/// <param name="Level">How loud to log it.</param>
/// <param name="Warns">Whether an event would be a warning.</param>
/// <param name="Reason">Reason of Ready and of the event.</param>
/// <param name="Message">Message of Ready and of the event.</param>
/// <param name="IsNews">Whether Ready says something that it did not say before: only then is there an event.</param>
internal sealed record Decision(
    IReadOnlyList<Condition> Conditions,
    TimeSpan RequeueAfter,
    LogLevel Level,
    bool Warns,
    string Reason,
    string Message,
    bool IsNews);
