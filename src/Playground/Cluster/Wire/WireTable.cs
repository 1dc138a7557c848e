namespace GitOpsGuard.Playground.Cluster.Wire;

/// <summary>
/// One field of a message: its name in JSON, its type (s, b, i, d, y for scalars, else a message), and how the two
/// forms differ.
/// </summary>
/// <param name="Name">The name in JSON.</param>
/// <param name="Type">The type without its marks.</param>
/// <param name="Repeated">A list.</param>
/// <param name="Map">A map from texts.</param>
/// <param name="Optional">Present or absent; of the others, a zero value means absent in JSON.</param>
/// <param name="Inline">Its fields stand in the object around it.</param>
internal sealed record WireField(string Name, string Type, bool Repeated, bool Map, bool Optional, bool Inline);

/// <summary>
/// The messages that kubectl's typed commands send in binary form (create, drain, auth, create token). Each line of
/// <c>messages.txt</c> is a message with its fields as <c>NUMBER NAME TYPE</c>: * marks a list, % a map, ? a value
/// that may be absent, ! one whose fields stand in the object around it.
/// </summary>
internal static class WireTable
{
    private static readonly Lazy<Dictionary<string, Dictionary<int, WireField>>> Messages = new(() =>
        TextTable.Lines("messages.txt").Select(line => line.Split(':', 2)).ToDictionary(parts => parts[0], parts => Fields(parts[1])));

    /// <summary>The fields of a message by number, or null when it is not in the table.</summary>
    public static IReadOnlyDictionary<int, WireField>? Find(string message) => Messages.Value.GetValueOrDefault(message);

    private static Dictionary<int, WireField> Fields(string text) => text
        .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        .Select(field => field.Split(' '))
        .ToDictionary(field => int.Parse(field[0], CultureInfo.InvariantCulture), field => new WireField(
            field[1], field[2].TrimStart('*', '%', '!', '?'),
            field[2][0] == '*', field[2][0] == '%', field[2].Contains('?'), field[2].Contains('!')));
}
