using System.Text.Json.Nodes;
using GitOpsGuard.Core;
using GitOpsGuard.Yaml;

namespace GitOpsGuard.Rendering;

/// <summary>One object that a source declares.</summary>
/// <param name="Object">The object.</param>
/// <param name="Origin">Where it is declared.</param>
/// <param name="Lines">Line of each declared leaf, by the text form of its field path; empty objects and lists are leaves.</param>
public sealed record Manifest(JsonObject Object, Origin Origin, IReadOnlyDictionary<string, int> Lines)
{
    /// <summary>The identity as declared: the namespace is empty where the source leaves it out.</summary>
    public required ObjectIdentity Identity { get; init; }

    /// <summary>The way from the document's root to the object; empty unless it is an item of a <c>kind: List</c>.</summary>
    public required IReadOnlyList<YamlStep> Place { get; init; }
}
