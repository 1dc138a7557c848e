using System.Text.Json;

namespace GitOpsGuard.Core.Admission.Checks;

/// <summary>What is not managed passes; markers that lock nothing are pointed out.</summary>
internal static class UnmanagedCheck
{
    internal static Decision? Decide(Judgement judgement)
    {
        if (judgement.Managed) return null;
        var request = judgement.Request;
        var added = judgement.NewMarker is { } marker && judgement.OldMarker != marker ? marker : (Marker?)null;
        if (added is { } copied && copied.Identity != judgement.Identity)
        {
            return Decision.Allow("", Refusal.Warning($"the annotation {Names.IdAnnotation} names another object, so it locks nothing here"));
        }

        if (added is { } orphan)
        {
            return Decision.Allow("", Refusal.Warning($"GitSync {orphan.SyncNamespace}/{orphan.SyncName} does not exist, so its markers lock nothing"));
        }

        var label = HasLabel(request.Object) && !HasLabel(request.OldObject) && judgement.NewMarker is null;
        return label ? Decision.Allow("", Refusal.Warning($"the label {Names.SyncLabel} is the reconciler's to set; alone it locks nothing")) : Decision.Allow("");
    }

    private static bool HasLabel(JsonElement obj) => Json.TextAt(obj, "metadata", "labels", Names.SyncLabel).Length > 0;
}
