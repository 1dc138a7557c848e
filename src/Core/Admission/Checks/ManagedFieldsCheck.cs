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
        var written = ManagedFieldsReader.Written(request.OldObject, request.Object);
        if (written.Count == 0 && Json.SameText(ManagedFieldsReader.AppliedFields(request.OldObject), ManagedFieldsReader.AppliedFields(request.Object))) return null;
        var before = written.Count == 0 ? [] : ByWriter(ManagedFieldsReader.Read(request.OldObject));
        foreach (var entry in written.Where(entry => entry.Manager == Names.FieldManager))
        {
            if (!before.TryGetValue(Writer(entry), out var old)) return ("enlarged", $"the entry of {Names.FieldManager}");
            if (Json.SameText(old.FieldsV1, entry.FieldsV1)) continue;
            if (entry.Fields.Except(old.Fields).FirstOrDefault() is { } more) return ("enlarged", more.ToString());
        }

        if (ManagedFieldsReader.ApplyEntry(request.OldObject) is not { } declared) return null;
        var kept = ManagedFieldsReader.ApplyEntry(request.Object);
        if (kept is null) return declared.ApiVersion == request.ApiVersion ? ("stripped", $"the entry of {Names.FieldManager}") : null;
        return Stripped(request, declared, kept) ?? Shared(before, written, kept);
    }

    /// <summary>A field is lost honestly when its spelling changed; a lost field with equal bytes was struck out by hand.</summary>
    private static (string, string)? Stripped(AdmissionRequest request, ManagedFieldsEntry before, ManagedFieldsEntry after)
    {
        if (Json.SameText(before.FieldsV1, after.FieldsV1)) return null;
        foreach (var path in before.Fields.Except(after.Fields))
        {
            var (old, now) = (FieldLookup.Find(request.OldObject, path), FieldLookup.Find(request.Object, path));
            if (Json.Exists(old) && Json.SameText(old, now)) return ("stripped", path.ToString());
        }

        return null;
    }

    private static (string, string)? Shared(
        Dictionary<(string, string, string, string), ManagedFieldsEntry> before, IReadOnlyList<ManagedFieldsEntry> written, ManagedFieldsEntry declared)
    {
        foreach (var entry in written.Where(entry => entry.Operation == "Apply" && entry.Manager != Names.FieldManager))
        {
            var old = before.GetValueOrDefault(Writer(entry));
            if (old is not null && Json.SameText(old.FieldsV1, entry.FieldsV1)) continue;
            var (owned, closed) = (old?.Fields ?? FieldSet.Empty, declared.Fields);
            var shared = entry.Fields.Paths().FirstOrDefault(path => IsLeaf(closed, path) && !owned.Contains(path));
            if (shared is not null) return ("shared", $"{shared}  with {entry.Manager}");
        }

        return null;
    }

    private static bool IsLeaf(FieldSet set, FieldPath path)
    {
        foreach (var step in path.Elements) set = set.Below(step);
        return set is { Self: true, Children.IsEmpty: true };
    }

    /// <summary>The entries by who wrote them; of several of one writer the first.</summary>
    private static Dictionary<(string, string, string, string), ManagedFieldsEntry> ByWriter(IReadOnlyList<ManagedFieldsEntry> entries)
    {
        var writers = new Dictionary<(string, string, string, string), ManagedFieldsEntry>(entries.Count);
        foreach (var entry in entries) writers.TryAdd(Writer(entry), entry);
        return writers;
    }

    private static (string Manager, string Operation, string Subresource, string ApiVersion) Writer(ManagedFieldsEntry entry) =>
        (entry.Manager, entry.Operation, entry.Subresource, entry.ApiVersion);
}
