namespace GitOpsGuard.Core.Admission.Checks;

/// <summary>
/// Subresources whose request carries no object of the resource's own kind (eviction, binding, exec, proxy) are operations:
/// they pass. All others are judged like the object itself.
/// </summary>
internal static class SubresourceCheck
{
    internal static Decision? Decide(Judgement judgement) => judgement.Request switch
    {
        { Operation: Operation.Connect } => Decision.Allow(""),
        { Subresource.Length: > 0, Operation: Operation.Create } => Decision.Allow(""),
        { Subresource: "ephemeralcontainers" } => Decision.Allow("", Refusal.Warning(
            $"{judgement.Identity.Display} is managed by Git; the debug container goes when the pod is replaced")),
        _ => null,
    };
}
