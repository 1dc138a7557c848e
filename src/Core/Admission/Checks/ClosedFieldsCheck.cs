using GitOpsGuard.Core.Closed;
using GitOpsGuard.Core.Fields;

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
        return Refusal.Of(judgement, changes, draft, kept => new DenialMessage(judgement)
            .Line($"{judgement.Standing}, so this change was denied.")
            .Fields(changes)
            .Address(changes)
            .Ending(changes[0].Path, kept)
            .ToString());
    }

    private static DenialMessage Ending(this DenialMessage message, FieldPath field, ChangeDraft? kept) => (kept, field.Elements) switch
    {
        (null, [PathElement.Field("status"), ..]) => message.Line("The status of an object is its controller's to write."),
        (null, [PathElement.Field("metadata"), _, PathElement.Field(Names.SyncLabel or Names.IdAnnotation), ..]) =>
            message.Line("The markers are the reconciler's; to manage the object by hand, remove it from Git first."),
        _ => message.HowTo("To make this change", kept),
    };
}
