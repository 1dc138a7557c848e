using System.Collections.Immutable;
using System.Text.Json;
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
        || changes.Any(change => IsDeeper(change.Before ?? default, ChangeDraft.DeepestChange) || IsDeeper(change.After ?? default, ChangeDraft.DeepestChange));

    private static bool IsDeeper(JsonElement value, int levels) => value.ValueKind switch
    {
        JsonValueKind.Object => levels == 0 || value.EnumerateObject().Any(member => IsDeeper(member.Value, levels - 1)),
        JsonValueKind.Array => levels == 0 || value.EnumerateArray().Any(item => IsDeeper(item, levels - 1)),
        _ => false,
    };

    private static long Size(ImmutableArray<FieldDifference> changes) => changes.Sum(change =>
        (long)(change.Before?.GetRawText().Length ?? 0) + (change.After?.GetRawText().Length ?? 0) + change.Path.Elements.Length);
}
