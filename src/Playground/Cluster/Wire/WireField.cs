namespace GitOpsGuard.Playground.Cluster.Wire;

/// <summary>One field of a message: its name in JSON, its type, and how the two forms differ.</summary>
/// <param name="Name">The name in JSON.</param>
/// <param name="Type">s, b, i, d, y for scalars, else the name of a message.</param>
/// <param name="Repeated">A list.</param>
/// <param name="Map">A map from texts.</param>
/// <param name="Optional">Present or absent; of the others, a zero value means absent in JSON.</param>
/// <param name="Inline">Its fields stand in the object around it.</param>
internal sealed record WireField(string Name, string Type, bool Repeated, bool Map, bool Optional, bool Inline)
{
    /// <summary>Reads <c>NAME [*|%][!][?]TYPE</c>.</summary>
    public static WireField Parse(string name, string type) => new(
        name,
        type.TrimStart('*', '%', '!', '?'),
        type.StartsWith('*'),
        type.StartsWith('%'),
        type.Contains('?'),
        type.Contains('!'));
}
