using System.Text.Json;
using GitOpsGuard.Core.Admission.Checks;
using GitOpsGuard.Core.Closed;

namespace GitOpsGuard.Core.Admission;

/// <summary>Lets a refused request pass after all, under a BreakGlass.</summary>
internal static class Lift
{
    /// <summary>The decision on a request that would be refused, under the BreakGlass that covers it; null when there is none.</summary>
    /// <param name="judgement">The request.</param>
    /// <param name="change">What the refusal would record; null when nothing.</param>
    internal static Decision? Of(Judgement judgement, ChangeDraft? change)
    {
        if (judgement.BreakGlass is not { } glass || TouchesMarkers(judgement)) return null;
        var end = BreakGlasses.EndOf(glass, judgement.Snapshot) ?? judgement.Now;
        var left = Countdown(end - judgement.Now);
        if (judgement.Request.DryRun)
            return Decision.Allow("", Refusal.Warning($"BreakGlass {glass.Key} ({left} left) would let this pass: {judgement.Standing}"));
        var fate = glass.Reverts ? "is put back at the end" : "stays, to be proposed";
        return Decision.Allow("", Refusal.Warning($"BreakGlass {glass.Key}: {left} left, recorded; {judgement.Identity.Display} {fate}")) with
        {
            BreakGlass = glass,
            Change = change ?? Draft(judgement),
        };
    }

    /// <summary>A denial that says, in its second line, that the time of a BreakGlass is over.</summary>
    internal static string WithEnded(Judgement judgement, string message)
    {
        if (judgement.BreakGlass is not null) return message;
        if (BreakGlasses.EndedFor(judgement.User, judgement.Identity, judgement.Snapshot, judgement.Now) is not { } ended) return message;
        var line = message.IndexOf('\n', StringComparison.Ordinal);
        var text = $"\n  ended      BreakGlass {ended.Key}{(ended.EndsNow ? "" : $" at {BreakGlasses.EndOf(ended, judgement.Snapshot):HH:mm:ss} UTC")}";
        return line < 0 ? message + text : message.Insert(line, text);
    }

    /// <summary>
    /// What binds an object to Git is not opened: the markers, the reconciler's field manager and its record. An object may be
    /// created with its own markers, as a restore does, where Git declares it.
    /// </summary>
    private static bool TouchesMarkers(Judgement judgement)
    {
        var request = judgement.Request;
        if (request.FieldManager == Names.FieldManager) return true;
        if (request.Subresource == "scale") return false;
        return request.Operation switch
        {
            Operation.Create => MarkersOf(request.Object) is not ("", "") && (judgement.Declared is null || judgement.OwnMarker is null),
            Operation.Update => MarkersOf(request.Object) != MarkersOf(request.OldObject) || ManagedFieldsCheck.IsTampered(request),
            _ => false,
        };
    }

    private static (string Label, string Id) MarkersOf(JsonElement obj) =>
        (Json.TextAt(obj, "metadata", "labels", Names.SyncLabel), Json.TextAt(obj, "metadata", "annotations", Names.IdAnnotation));

    /// <summary>The record of a change that a refusal would not keep, such as a creation.</summary>
    private static ChangeDraft? Draft(Judgement judgement)
    {
        var request = judgement.Request;
        if (request.Operation is not (Operation.Create or Operation.Update) || request.Subresource.Length > 0 || request.Kind != judgement.Identity.Kind) return null;
        return ChangeDrafts.Of(judgement, ClosedComparison.Differences(request.OldObject, request.Object, judgement.Region(Policy.CompiledIn)));
    }

    private static string Countdown(TimeSpan left) => GoDuration.Format(TimeSpan.FromSeconds(Math.Max(0, Math.Ceiling(left.TotalSeconds))));
}
