using System.Text.Json.Nodes;
using GitOpsGuard.Core;
using GitOpsGuard.Kubernetes;
using GitOpsGuard.Rendering;

namespace GitOpsGuard.Reconciler.Engine;

/// <summary>One object as it will be applied: with namespace and markers, at its place in Git.</summary>
/// <param name="Identity">The object.</param>
/// <param name="Resource">Where it lies on the API server.</param>
/// <param name="Object">What is sent. Never changed once made.</param>
/// <param name="Origin">Its place in Git.</param>
/// <param name="Lines">Line of each declared leaf, by the text form of its path.</param>
internal sealed record DesiredObject(
    ObjectIdentity Identity, Resource Resource, JsonObject Object, Origin Origin, IReadOnlyDictionary<string, int> Lines)
{
    public Stage Stage => Stages.Of(Identity);

    /// <summary>Where the object begins: <c>apps/web.yaml:8</c>.</summary>
    public string Place => $"{Origin.File}:{Origin.Line}";

    /// <summary>Where a field stands that the API server named, or else where the object begins.</summary>
    public string PlaceOf(string? serverPath) =>
        serverPath is { Length: > 0 } && ServerPaths.LineOf(this, serverPath) is { } line ? $"{Origin.File}:{line}" : Place;
}
