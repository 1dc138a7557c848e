namespace GitOpsGuard.Core.Admission.Checks;

/// <summary>
/// A subresource whose request carries no object of the resource's own kind, such as a binding, and for which policies have
/// no rule, passes. All others are judged like the object itself.
/// </summary>
internal static class SubresourceCheck
{
    internal static Decision? Decide(Judgement judgement) =>
        judgement.Request is { Operation: Operation.Connect } or { Subresource.Length: > 0, Operation: Operation.Create } ? Decision.Allow("") : null;
}
