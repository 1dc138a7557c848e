using System.Net;
using GitOpsGuard.Core;
using GitOpsGuard.Kubernetes;
using GitOpsGuard.Kubernetes.Kinds;
using GitOpsGuard.Reconciler.Outcomes;

namespace GitOpsGuard.Reconciler.Engine;

/// <summary>What the API server's refusals mean for a sync: by code and reason, never by text.</summary>
internal static class ApiFailures
{
    private const int MostNamed = 10;
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(15);

    /// <summary>A write of one object was refused.</summary>
    public static Failure Of(ApiException error, DesiredObject desired)
    {
        var path = FieldOf(error);
        var text = $"{desired.PlaceOf(path)}: {desired.Identity.Display}: {MessageOf(error, desired)}";
        return error switch
        {
            { Code: HttpStatusCode.UnprocessableEntity or HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge } =>
                new Failure.Stalled(Reasons.ValidationFailed, $"{text}; correct it in Git"),
            { Code: HttpStatusCode.InternalServerError, Reason: "" or "Unknown" } when path is not null =>
                new Failure.Stalled(Reasons.ValidationFailed, $"{text}; correct it in Git"),
            { Code: HttpStatusCode.InternalServerError, Reason: "" or "Unknown" } => new Failure.Retryable(
                Reasons.ReconciliationFailed, $"{text}; if a value is at fault, correct it in Git", error.RetryAfter),
            { Code: HttpStatusCode.NotFound } => new Failure.Waiting(
                Reasons.ReconciliationFailed, $"{text}; declare in Git what is missing, or create it", LookAgain),
            _ => new Failure.Retryable(Reasons.ReconciliationFailed, text, error.RetryAfter),
        };
    }

    /// <summary>A request that concerns no object of Git was refused.</summary>
    public static Failure Of(ApiException error, string doing, string reason = Reasons.ReconciliationFailed) =>
        new Failure.Retryable(reason, $"{doing}: {error.Message}", error.RetryAfter);

    /// <summary>Many failures as one, in the order of their places; what the user must mend comes before what may pass.</summary>
    public static Failure? Together(IEnumerable<Failure> failures)
    {
        var all = failures.OrderBy(f => f.Message, StringComparer.Ordinal).ToList();
        if (all.Count < 2) return all.FirstOrDefault();
        var first = all.OrderBy(f => f switch { Failure.Stalled => 0, Failure.Retryable => 1, _ => 2 }).First();
        var text = string.Join('\n', all.Take(MostNamed).Select(f => f.Message));
        if (all.Count > MostNamed) text += $"\nand {all.Count - MostNamed} more";
        return first with { Message = text };
    }

    private static string? FieldOf(ApiException error) =>
        error.Causes.FirstOrDefault(c => c.Field.Length > 0)?.Field ?? ServerPaths.FirstIn(error.Message);

    /// <summary>Refusals repeat the refused value, which of a Secret must not be shown.</summary>
    private static string MessageOf(ApiException error, DesiredObject desired) =>
        desired.Identity is not { Group: "", Kind: "Secret" } || error.Code is not (HttpStatusCode.UnprocessableEntity or HttpStatusCode.BadRequest or HttpStatusCode.InternalServerError)
            ? error.Message
            : $"the API server refused {FieldOf(error) ?? "it"} as invalid; values of 'data' must be base64, values of 'stringData' plain text";
}
