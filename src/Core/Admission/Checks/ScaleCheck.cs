using GitOpsGuard.Core.Closed;

namespace GitOpsGuard.Core.Admission.Checks;

/// <summary>A person does not scale a managed object, whether or not Git declares replicas; an autoscaler may.</summary>
internal static class ScaleCheck
{
    internal static Decision? Decide(Judgement judgement)
    {
        var request = judgement.Request;
        if (request.Subresource != "scale") return null;
        if (ScaleChange.Of(request) is not { } change || judgement.Region(judgement.Policies[0]).IsOpen(ScaleChange.Replicas)) return Decision.Allow("");
        if (ControllerProfiles.MayScale(judgement.User, judgement.Identity, judgement.Snapshot)) return Autoscaler(judgement);

        FieldDifference[] changes = [change];
        var draft = ChangeDrafts.Of(judgement, changes);
        return Refusal.Of(judgement, changes, draft, kept => new DenialMessage(judgement)
            .Line($"{judgement.Standing}, so this change was denied.")
            .Fields(changes)
            .Address(changes)
            .HowTo("To make this change", kept)
            .ToString());
    }

    private static Decision Autoscaler(Judgement judgement) => judgement.Declared?.Declares(ScaleChange.Replicas) == true
        ? Decision.Allow("", Refusal.Warning($"{judgement.Identity.Display}: Git declares spec.replicas, which an autoscaler changes"))
        : Decision.Allow("");
}
