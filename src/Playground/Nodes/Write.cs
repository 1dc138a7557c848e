using GitOpsGuard.Kubernetes;

namespace GitOpsGuard.Playground.Nodes;

/// <summary>One write that a controller of the simulator wants: decided from a view, carried out by the simulator.</summary>
/// <param name="Resource">The kind of <paramref name="Item"/>.</param>
/// <param name="Item">The object that is written to, or by whose namespace and name it is found.</param>
/// <param name="Subresource">The part of the object that is written, or null for the object.</param>
internal abstract record Write(Resource Resource, JsonObject Item, string? Subresource)
{
    /// <summary>Creates the item, or what it says in the item's subresource; that it exists already is fine.</summary>
    internal sealed record Create(Resource Resource, JsonObject Item, string? Subresource = null)
        : Write(Resource, Item, Subresource);

    /// <summary>A merge patch; that the object is gone is fine.</summary>
    internal sealed record Merge(Resource Resource, JsonObject Item, JsonObject Patch, string? Subresource = null)
        : Write(Resource, Item, Subresource);

    /// <summary>
    /// Deletes the object that has the item's UID; that it is gone is fine. A grace period of null is the object's own.
    /// </summary>
    internal sealed record Delete(Resource Resource, JsonObject Item, int? GracePeriodSeconds = null)
        : Write(Resource, Item, null);
}
