using GitOpsGuard.Core.Fields;

namespace GitOpsGuard.Core.Admission.Checks;

/// <summary>
/// The record of what the reconciler wrote is not rewritten: its entry is neither stripped nor enlarged, and nobody becomes
/// co-owner of what Git declares.
/// </summary>
internal static class ManagedFieldsCheck
{
    internal static Decision? Decide(Judgement judgement)
    {
        var request = judgement.Request;
        if (request.Operation != Operation.Update) return null;
        if (Fault(request) is not { } fault) return null;
        return Refusal.Of(judgement, new DenialMessage(judgement)
            .Line($"{judgement.Standing}, so this change of its managedFields was denied.")
            .Entry(fault.Label, fault.Text)
            .Address()
            .Line("Leave metadata.managedFields as it is; a server-side apply of what Git declares belongs into Git.")
            .ToString());
    }

    /// <summary>Whether the record would be rewritten.</summary>
    internal static bool IsTampered(AdmissionRequest request) => Fault(request) is not null;

    private static (string Label, string Text)? Fault(AdmissionRequest request)
    {
        var (before, after) = (ManagedFieldsReader.Read(request.OldObject), ManagedFieldsReader.Read(request.Object));
        foreach (var entry in after.Where(entry => entry.Manager == Names.FieldManager))
        {
            var old = before.FirstOrDefault(other => SameWriter(entry, other));
            var more = entry.Fields.Except(old?.Fields ?? FieldSet.Empty).FirstOrDefault();
            if (old is null || more is not null) return ("enlarged", more is null ? $"the entry of {Names.FieldManager}" : more.ToString());
        }

        if (ManagedFieldsReader.ApplyEntry(request.OldObject) is not { } declared) return null;
        var kept = ManagedFieldsReader.ApplyEntry(request.Object);
        if (kept is null) return declared.ApiVersion == request.ApiVersion ? ("stripped", $"the entry of {Names.FieldManager}") : null;
        return Stripped(request, declared.Fields, kept.Fields) ?? Shared(before, after, kept.Fields);
    }

    /// <summary>A field is lost honestly when its spelling changed; a lost field with equal bytes was struck out by hand.</summary>
    private static (string, string)? Stripped(AdmissionRequest request, FieldSet before, FieldSet after)
    {
        foreach (var path in before.Except(after))
        {
            var (old, now) = (FieldLookup.Find(request.OldObject, path), FieldLookup.Find(request.Object, path));
            if (Json.Exists(old) && Json.Exists(now) && old.GetRawText() == now.GetRawText()) return ("stripped", path.ToString());
        }

        return null;
    }

    private static (string, string)? Shared(
        IReadOnlyList<ManagedFieldsEntry> before, IReadOnlyList<ManagedFieldsEntry> after, FieldSet declared)
    {
        foreach (var entry in after.Where(entry => entry.Operation == "Apply" && entry.Manager != Names.FieldManager))
        {
            var old = before.FirstOrDefault(other => SameWriter(entry, other));
            if (old is not null && old.FieldsV1.GetRawText() == entry.FieldsV1.GetRawText()) continue;
            var owned = old?.Fields ?? FieldSet.Empty;
            var shared = entry.Fields.Paths().FirstOrDefault(path => IsLeaf(declared, path) && !owned.Contains(path));
            if (shared is not null) return ("shared", $"{shared}  with {entry.Manager}");
        }

        return null;
    }

    private static bool IsLeaf(FieldSet set, FieldPath path)
    {
        foreach (var step in path.Elements) set = set.Below(step);
        return set is { Self: true, Children.IsEmpty: true };
    }

    private static bool SameWriter(ManagedFieldsEntry left, ManagedFieldsEntry right) =>
        left.Manager == right.Manager && left.Operation == right.Operation && left.Subresource == right.Subresource
        && left.ApiVersion == right.ApiVersion;
}
