using GitOpsGuard.Core.Closed;
using GitOpsGuard.Core.Fields;

namespace GitOpsGuard.Core.Admission.Checks;

/// <summary>A person does not scale a managed object, whether or not Git declares replicas; an autoscaler may.</summary>
internal static class ScaleCheck
{
    private static readonly FieldPath Replicas = FieldPath.Of("spec", "replicas");

    internal static Decision? Decide(Judgement judgement)
    {
        var request = judgement.Request;
        if (request.Subresource != "scale") return null;
        var (before, after) = (Json.At(request.OldObject, "spec", "replicas"), Json.At(request.Object, "spec", "replicas"));
        var region = judgement.Region(judgement.Policies[0]);
        var zero = JsonZero.Or(before);
        var wanted = JsonZero.Or(after);
        if (zero.GetRawText() == wanted.GetRawText() || region.IsOpen(Replicas)) return Decision.Allow("");
        if (ControllerProfiles.MayScale(judgement.User, judgement.Identity, judgement.Snapshot)) return Autoscaler(judgement);

        FieldDifference[] changes = [new(Replicas, zero, wanted)];
        var draft = ChangeDrafts.Of(judgement, changes);
        return Refusal.Of(judgement, draft, kept => new DenialMessage(judgement)
            .Line($"{judgement.Standing}, so this change was denied.")
            .Fields(changes)
            .Address(changes)
            .HowTo("To make this change", kept)
            .ToString());
    }

    private static Decision Autoscaler(Judgement judgement) => judgement.Declared?.Declares(Replicas) == true
        ? Decision.Allow("", Refusal.Warning($"{judgement.Identity.Display}: Git declares spec.replicas, which an autoscaler changes"))
        : Decision.Allow("");
}
