using GitOpsGuard.Core.Closed;

namespace GitOpsGuard.Core.Admission.Checks;

/// <summary>What the engine reads to know what Git says, such as the credentials of a GitSource, decides what is applied: it is closed.</summary>
internal static class EngineInputCheck
{
    internal static Decision? Decide(Judgement judgement)
    {
        var request = judgement.Request;
        if (request.Group.Length > 0 || request.Kind is not ("Secret" or "ConfigMap") || judgement.Managed) return null;
        if (!judgement.Snapshot.EngineInputs.TryGetValue(judgement.Identity, out var reader) || judgement.MayInstall) return null;
        if (judgement.Snapshot.TerminatingNamespaces.Contains(judgement.Identity.Namespace)) return null;
        var changes = ClosedComparison.Differences(request.OldObject, request.Object, judgement.Region(Policy.CompiledIn));
        if (changes.Count == 0 && request.Operation == Operation.Update) return null;
        return Refusal.Of(judgement, new DenialMessage(judgement)
            .Line($"{judgement.Identity.Display} is read by {reader}, so it decides what is applied, and this was denied.")
            .Line("Change it as one of the installers, or trust the writer in a GuardPolicy (spec.trusted).")
            .ToString());
    }
}
