using System.Collections.Immutable;
using GitOpsGuard.Core.Closed;
using GitOpsGuard.Core.Fields;

namespace GitOpsGuard.Core.Admission;

/// <summary>What of a refused request is worth keeping.</summary>
internal static class ChangeDrafts
{
    /// <summary>The draft of a change; null when it must not be kept: a Secret, too large or too deep, or nothing that a pull request could say.</summary>
    internal static ChangeDraft? Of(Judgement judgement, IReadOnlyList<FieldDifference> changes)
    {
        var kept = changes.Where(change => !Secrecy.Hides(judgement.Identity, change.Path) && IsOfGit(change.Path)).ToImmutableArray();
        if (Secrecy.IsSecret(judgement.Identity) || judgement.Request.DryRun || (kept.IsEmpty && changes.Count > 0) || IsTooMuch(kept)) return null;
        return new(
            judgement.User.Name, judgement.Request.FieldManager, judgement.Request.Operation, judgement.Request.ApiVersion,
            judgement.Identity, judgement.Declared, kept, judgement.BreakGlass);
    }

    /// <summary>Whether Git could declare the field: status, markers and what binds objects to each other is the cluster's own.</summary>
    private static bool IsOfGit(FieldPath path) => path.Elements switch
    {
        [PathElement.Field("status"), ..] => false,
        [PathElement.Field("metadata"), PathElement.Field("finalizers" or "ownerReferences"), ..] => false,
        [PathElement.Field("metadata"), _, PathElement.Field(Names.SyncLabel or Names.IdAnnotation), ..] => false,
        _ => true,
    };

    private static bool IsTooMuch(ImmutableArray<FieldDifference> changes) =>
        changes.Length > ChangeDraft.MostChanges
        || Size(changes) > ChangeDraft.LargestChange
        || changes.Any(change => Json.IsDeeper(change.Before ?? default, ChangeDraft.DeepestChange) || Json.IsDeeper(change.After ?? default, ChangeDraft.DeepestChange));

    private static long Size(ImmutableArray<FieldDifference> changes) => changes.Sum(change =>
        (long)(change.Before?.GetRawText().Length ?? 0) + (change.After?.GetRawText().Length ?? 0) + change.Path.Elements.Length);
}
