using GitOpsGuard.Core.Closed;
using GitOpsGuard.Core.Fields;

namespace GitOpsGuard.Core.Admission.Checks;

/// <summary>
/// Who asks for a BreakGlass is for RBAC to say, how far it goes for the policies. It cannot be changed, is ended by an
/// annotation that stays, is approved by somebody else than who asked, and is kept while it counts towards somebody's day.
/// </summary>
internal static class BreakGlassCheck
{
    private static readonly FieldPath ApprovedBy = FieldPath.Of("status", "approvedBy");

    internal static Decision? Decide(Judgement judgement)
    {
        var request = judgement.Request;
        if (request is not { Group: Names.Group, Resource: "breakglasses" }) return null;
        return request switch
        {
            { Subresource: "status" } => Status(judgement),
            { Subresource.Length: > 0 } => null,
            { Operation: Operation.Create } => Creation(judgement),
            { Operation: Operation.Update } => Change(judgement),
            { Operation: Operation.Delete } => Deletion(judgement),
            _ => null,
        };
    }

    private static Decision Creation(Judgement judgement)
    {
        var faults = BreakGlassFaults.Of(BreakGlassReader.Read(judgement.Request.Object) with { Namespace = judgement.Request.Namespace }, judgement.Snapshot, judgement.Now);
        return faults.Count == 0
            ? Decision.Allow("")
            : Refusal.Always($"{judgement.Identity.Display} was refused:\n{string.Join('\n', faults.Select(fault => $"  {fault}"))}");
    }

    private static Decision Change(Judgement judgement)
    {
        var (before, after) = (judgement.Request.OldObject, judgement.Request.Object);
        if (!Json.Same(Json.Member(before, "spec"), Json.Member(after, "spec")))
            return Refusal.Always($"{judgement.Identity.Display} cannot be changed.\nEnd it and create another one.");
        return IsEnded(before) && !IsEnded(after)
            ? Refusal.Always($"{judgement.Identity.Display} has been ended, and stays so.\nCreate another one.")
            : Decision.Allow("");
    }

    private static Decision Deletion(Judgement judgement)
    {
        var obj = judgement.Request.OldObject;
        var created = BreakGlassReader.Read(obj).Created;
        if (judgement.Now >= created + BreakGlasses.Day || judgement.MayInstall
            || ControllerProfiles.MayDelete(judgement.User, judgement.Identity, obj, judgement.Snapshot))
        {
            return Decision.Allow("");
        }

        var (ns, name) = (judgement.Identity.Namespace, judgement.Identity.Name);
        return Refusal.Always(
            $"{judgement.Identity.Display} is kept for a day after its creation, since it counts towards what its subjects may have.\n"
            + $"To end it now:\n  kubectl annotate breakglass/{name} -n {ns} {Names.EndAnnotation}=now");
    }

    /// <summary>The status is the guard's to write, but for the name of who approves.</summary>
    private static Decision Status(Judgement judgement)
    {
        var request = judgement.Request;
        if (OwnKindsCheck.IsGuard(judgement)) return Decision.Allow("");
        var changes = ClosedComparison.Differences(request.OldObject, request.Object, judgement.Region(Policy.CompiledIn));
        if (changes.Count == 0) return Decision.Allow("");
        var name = judgement.User.Name;
        var asked = Json.TextAt(request.OldObject, "status", "requestedBy");
        if (changes.Any(change => !change.Path.Equals(ApprovedBy) || change.Before is not null) || Json.TextAt(request.Object, "status", "approvedBy") != name)
            return Refusal.Always($"The status of {judgement.Identity.Display} is the guard's to write.\nTo approve it, set status.approvedBy to your own name, {name}, once.");
        if (asked.Length == 0) return Refusal.Always($"Who asked for {judgement.Identity.Display} is not known, so nobody can approve it.\nTry again in a moment; if it stays so, create another one.");
        return asked == name
            ? Refusal.Always($"{judgement.Identity.Display} is approved by somebody else than {name}, who asked for it.")
            : Decision.Allow("");
    }

    private static bool IsEnded(System.Text.Json.JsonElement glass) => BreakGlassReader.Read(glass).EndsNow;
}
