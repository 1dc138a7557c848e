namespace GitOpsGuard.Core.Admission.Checks;

/// <summary>The reconciler's field manager is the reconciler's name alone.</summary>
internal static class FieldManagerCheck
{
    internal static Decision? Decide(Judgement judgement)
    {
        if (judgement.Request.FieldManager != Names.FieldManager) return null;
        return Refusal.Of(judgement, new DenialMessage(judgement)
            .Line($"{judgement.Standing}, so a write under the field manager \"{Names.FieldManager}\" was denied.")
            .Address()
            .Line("That name is the reconciler's: leave out --field-manager, or use another name.")
            .ToString());
    }
}
