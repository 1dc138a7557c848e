using GitOpsGuard.Core.Closed;

namespace GitOpsGuard.Core.Admission.Checks;

/// <summary>
/// Deleting the definition of a kind deletes every object of it, and changing it changes what they mean: so the definitions
/// and API services of managed kinds, and of the product's own, are closed too.
/// </summary>
internal static class DefinitionCheck
{
    internal static Decision? Decide(Judgement judgement)
    {
        var request = judgement.Request;
        if (judgement.Managed || request.Operation is not (Operation.Update or Operation.Delete)) return null;
        if (Defined(request) is not { } defined || !Matters(defined, judgement.Snapshot) || judgement.MayInstall) return null;
        return request.Operation == Operation.Delete ? Deletion(judgement, defined) : Change(judgement, defined);
    }

    /// <summary>Group and kind that the object defines; an API service defines its group, whatever the kind.</summary>
    private static (string Group, string? Kind)? Defined(AdmissionRequest request) => (request.Group, request.Resource) switch
    {
        ("apiextensions.k8s.io", "customresourcedefinitions") =>
            (Json.TextAt(request.OldObject, "spec", "group"), Json.TextAt(request.OldObject, "spec", "names", "kind")),
        ("apiregistration.k8s.io", "apiservices") => (Json.TextAt(request.OldObject, "spec", "group"), null),
        _ => null,
    };

    private static bool Matters((string Group, string? Kind) defined, Snapshot snapshot) =>
        defined.Group == Names.Group
        || snapshot.Inventory.Kinds.Any(kind => kind.Group == defined.Group && (defined.Kind is null || kind.Kind == defined.Kind));

    private static Decision? Deletion(Judgement judgement, (string Group, string? Kind) defined)
    {
        var (user, obj) = (judgement.User, judgement.Request.OldObject);
        if (ControllerProfiles.MayDelete(user, judgement.Identity, obj, judgement.Snapshot)) return Decision.Allow("");
        return Refusal.Of(judgement, new DenialMessage(judgement)
            .Line($"{judgement.Identity.Display} defines {Named(defined)}, so this deletion was denied: it would delete them all.")
            .Line("Remove those objects from Git first; the reconciler then prunes them.")
            .ToString());
    }

    private static Decision? Change(Judgement judgement, (string Group, string? Kind) defined)
    {
        foreach (var policy in judgement.Policies)
        {
            var changes = ClosedComparison.Differences(judgement.Request.OldObject, judgement.Request.Object, judgement.Region(policy));
            if (changes.Count == 0) continue;
            return Refusal.Of(judgement, new DenialMessage(judgement)
                .Line($"{judgement.Identity.Display} defines {Named(defined)}, so this change was denied.")
                .Fields(changes)
                .Line("Declare the definition in Git, or change it as one of the installers.")
                .ToString());
        }

        return null;
    }

    private static string Named((string Group, string? Kind) defined) => defined switch
    {
        (Names.Group, _) => "GitOpsGuard's own kinds",
        (_, null) => $"kinds of {defined.Group} that are managed by Git",
        _ => $"objects of kind {defined.Kind}.{defined.Group} that are managed by Git",
    };
}
