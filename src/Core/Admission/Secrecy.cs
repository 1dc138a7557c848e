using GitOpsGuard.Core.Fields;

namespace GitOpsGuard.Core.Admission;

/// <summary>Which values never reach a message, a log or a ChangeRequest.</summary>
internal static class Secrecy
{
    private const string LastApplied = "kubectl.kubernetes.io/last-applied-configuration";

    /// <summary>Whether the value at a path is hidden.</summary>
    internal static bool Hides(ObjectIdentity identity, FieldPath path)
    {
        if (IsLastApplied(path)) return true;
        return IsSecret(identity) && path.Elements is not [PathElement.Field("metadata"), ..] and not [PathElement.Field("type" or "immutable")];
    }

    /// <summary>Whether the path is what kubectl notes of an apply: a copy of the whole object, which says nothing of its own.</summary>
    internal static bool IsLastApplied(FieldPath path) =>
        path.Elements is [PathElement.Field("metadata"), PathElement.Field("annotations"), PathElement.Field(LastApplied), ..];

    /// <summary>Whether the object is a Secret, of which no change is recorded.</summary>
    internal static bool IsSecret(ObjectIdentity identity) => identity is { Group: "", Kind: "Secret" };
}
