namespace GitOpsGuard.Core.Admission.Checks;

/// <summary>A managed object is deleted by removing it from Git; the cluster's own controllers delete as their job asks.</summary>
internal static class DeletionCheck
{
    internal static Decision? Decide(Judgement judgement)
    {
        if (judgement.Request.Operation != Operation.Delete) return null;
        if (ControllerProfiles.MayDelete(judgement.User, judgement.Identity, judgement.Request.OldObject, judgement.Snapshot)) return Decision.Allow("");
        if (IsPodOfController(judgement) || IsTerminating(judgement)) return Decision.Allow("");
        var draft = ChangeDrafts.Of(judgement, []);
        return Refusal.Of(judgement, [], draft, kept => new DenialMessage(judgement)
            .Line($"{judgement.Standing}, so this deletion was denied.")
            .Address()
            .HowTo("To delete it", kept)
            .ToString());
    }

    /// <summary>Deleting a pod that a controller replaces is a restart, and so operations.</summary>
    private static bool IsPodOfController(Judgement judgement) =>
        judgement.Identity is { Group: "", Kind: "Pod" }
        && Json.Items(Json.At(judgement.Request.OldObject, "metadata", "ownerReferences")).Any();

    /// <summary>An object that is being deleted already is not deleted by a repeated request.</summary>
    private static bool IsTerminating(Judgement judgement) =>
        Json.TextAt(judgement.Request.OldObject, "metadata", "deletionTimestamp").Length > 0;
}
