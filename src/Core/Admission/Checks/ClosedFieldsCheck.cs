using GitOpsGuard.Core.Closed;

namespace GitOpsGuard.Core.Admission.Checks;

/// <summary>No field of the closed region changes its meaning.</summary>
internal static class ClosedFieldsCheck
{
    internal static Decision? Decide(Judgement judgement)
    {
        var request = judgement.Request;
        if (request.Operation != Operation.Update) return null;
        foreach (var policy in judgement.Policies)
        {
            var changes = ClosedComparison.Differences(request.OldObject, request.Object, judgement.Region(policy));
            if (changes.Count > 0) return Refuse(judgement, changes);
        }

        return null;
    }

    private static Decision Refuse(Judgement judgement, IReadOnlyList<FieldDifference> changes)
    {
        var draft = ChangeDrafts.Of(judgement, changes);
        return Refusal.Of(judgement, draft, kept => new DenialMessage(judgement)
            .Line($"{judgement.Identity.Display} is managed by Git, so this change was denied.")
            .Fields(changes)
            .Address(changes[0].Path)
            .HowTo("To make this change", kept)
            .ToString());
    }
}
