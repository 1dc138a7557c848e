using GitOpsGuard.Kubernetes.Kinds;
using Microsoft.Extensions.Logging;

namespace GitOpsGuard.Reconciler.Outcomes;

/// <summary>The one place that decides what follows from success, suspension and each kind of failure. Pure.</summary>
internal static class OutcomeMapper
{
    /// <summary>The first pause after a retryable failure; it doubles up to <see cref="LongestRetry"/>.</summary>
    public static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(1);

    /// <summary>The longest pause between retries.</summary>
    public static readonly TimeSpan LongestRetry = TimeSpan.FromMinutes(5);

    /// <summary>Most characters of a message; the API server refuses conditions past 32,768.</summary>
    private const int LongestMessage = 4096;

    /// <summary>All that the spec says has been done.</summary>
    public static Decision Succeeded(string message, Attempt attempt) =>
        Decide(attempt, "True", Reasons.ReconciliationSucceeded, message, null, attempt.Interval, LogLevel.Information);

    /// <summary>Work has begun that may take a while.</summary>
    public static Decision Progressing(string message, Attempt attempt) =>
        Decide(attempt, "Unknown", Reasons.Progressing, message, ConditionTypes.Reconciling, TimeSpan.Zero, LogLevel.Debug);

    /// <summary>The spec asks to rest: what Ready said stays said.</summary>
    public static Decision Suspended(Attempt attempt)
    {
        var ready = attempt.Before.FirstOrDefault(c => c.Type == ConditionTypes.Ready);
        return Decide(attempt, ready?.Status ?? "Unknown", Reasons.Suspended, "spec.suspend is true", null, Timeout.InfiniteTimeSpan, LogLevel.Information);
    }

    /// <summary>A step failed.</summary>
    public static Decision Failed(Failure failure, Attempt attempt) => failure switch
    {
        Failure.Stalled f => Decide(attempt, "False", f.Reason, f.Message, ConditionTypes.Stalled, attempt.Interval, LogLevel.Warning),
        Failure.Waiting f => Decide(attempt, "False", f.Reason, f.Message, ConditionTypes.Reconciling, f.After, LogLevel.Information),
        Failure.Retryable f => Decide(
            attempt, "False", f.Reason, f.Message, ConditionTypes.Reconciling, Pause(f, attempt), LogLevel.Warning),
        _ => throw new ArgumentOutOfRangeException(nameof(failure)),
    };

    /// <summary>A further condition that is True.</summary>
    public static Condition Also(string type, string reason, string message, Attempt attempt) => Make(attempt, type, "True", reason, Short(message));

    private static string Short(string message) => message.Length > LongestMessage ? message[..LongestMessage] + "..." : message;

    private static TimeSpan Pause(Failure.Retryable failure, Attempt attempt)
    {
        var pause = FirstRetry * Math.Pow(2, Math.Min(attempt.Failures, 16));
        pause = pause < LongestRetry ? pause : LongestRetry;
        pause *= 1 + (attempt.Jitter * 0.2);
        return failure.After > pause ? failure.After.Value : pause;
    }

    private static Decision Decide(
        Attempt attempt, string ready, string reason, string message, string? also, TimeSpan requeue, LogLevel level)
    {
        message = Short(message);
        var conditions = new List<Condition> { Make(attempt, ConditionTypes.Ready, ready, reason, message) };
        if (also == ConditionTypes.Reconciling)
            conditions.Add(Make(attempt, also, "True", ready == "False" ? Reasons.ProgressingWithRetry : Reasons.Progressing, message));
        else if (also is not null)
            conditions.Add(Make(attempt, also, "True", reason, message));
        var before = attempt.Before.FirstOrDefault(c => c.Type == ConditionTypes.Ready);
        var news = before is null || (before.Status, before.Reason, before.Message) != (ready, reason, message);
        return new(conditions, requeue, news ? level : LogLevel.Debug, ready == "False", reason, message, news);
    }

    private static Condition Make(Attempt attempt, string type, string status, string reason, string message)
    {
        var before = attempt.Before.FirstOrDefault(c => c.Type == type);
        return new()
        {
            Type = type,
            Status = status,
            Reason = reason,
            Message = message,
            LastTransitionTime = before?.Status == status ? before.LastTransitionTime : attempt.Now,
            ObservedGeneration = attempt.Generation,
        };
    }
}
