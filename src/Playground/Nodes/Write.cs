using System.Text.Json.Nodes;

namespace GitOpsGuard.Playground.Nodes;

/// <summary>One write that a controller of the simulator wants: decided from a view, carried out by the simulator.</summary>
internal abstract record Write(string Path)
{
    /// <summary>Creates an object in the collection at the path; that it exists already is fine.</summary>
    internal sealed record Create(string Path, JsonObject Body) : Write(Path);

    /// <summary>A merge patch; that the object is gone is fine.</summary>
    internal sealed record Merge(string Path, JsonObject Patch) : Write(Path);

    /// <summary>
    /// Deletes the object that has this UID; that it is gone is fine. A grace period of null is the object's own.
    /// </summary>
    internal sealed record Delete(string Path, string Uid, int? GracePeriodSeconds = null) : Write(Path);
}
