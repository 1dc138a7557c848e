namespace GitOpsGuard.Core.Admission.Checks;

/// <summary>What Git declares is created by the reconciler alone, and so is an object that claims to be managed.</summary>
internal static class CreationCheck
{
    internal static Decision? Decide(Judgement judgement)
    {
        if (judgement.Request.Operation != Operation.Create) return null;
        if (ControllerProfiles.MayCreate(judgement.User, judgement.Identity, judgement.Snapshot)) return Decision.Allow("");
        var message = new DenialMessage(judgement);
        if (!judgement.InGit)
        {
            return Refusal.Of(judgement, message
                .Line($"{judgement.Standing}, so creating it by hand was denied.")
                .Line("Declare it in Git; the reconciler creates it from there.")
                .ToString());
        }

        if (judgement.Declared is null)
        {
            return Refusal.Of(judgement, message
                .Line($"{judgement.Identity.Display} carries markers of GitSync {judgement.Sync.Namespace}/{judgement.Sync.Name}, so creating it by hand was denied.")
                .Line($"Remove the label {Names.SyncLabel} and the annotation {Names.IdAnnotation}, or declare the object in Git.")
                .ToString());
        }

        return Refusal.Of(judgement, message
            .Line($"{judgement.Identity.Display} is declared in Git, so creating it by hand was denied.")
            .Address()
            .Line("The reconciler creates it from there; to have it otherwise, edit it in Git and open a pull request.")
            .ToString());
    }
}
