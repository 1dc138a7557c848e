namespace GitOpsGuard.Playground.Cluster.Wire;

/// <summary>
/// The messages that kubectl's typed commands send in binary form (create, drain, auth, create token). Each line of
/// <c>messages.txt</c> is a message with its fields as <c>NUMBER NAME TYPE</c>: * marks a list, % a map, ? a value
/// that may be absent, ! one whose fields stand in the object around it.
/// </summary>
internal static class WireTable
{
    private static readonly Lazy<Dictionary<string, Dictionary<int, WireField>>> Messages = new(Read);

    /// <summary>The fields of a message by number, or null when it is not in the table.</summary>
    public static IReadOnlyDictionary<int, WireField>? Find(string message) => Messages.Value.GetValueOrDefault(message);

    private static Dictionary<string, Dictionary<int, WireField>> Read()
    {
        using var stream = typeof(WireTable).Assembly.GetManifestResourceStream("messages.txt")!;
        using var reader = new StreamReader(stream);
        Dictionary<string, Dictionary<int, WireField>> messages = [];
        while (reader.ReadLine() is { } line)
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            messages[line[..colon]] = line[(colon + 1)..].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                .Select(field => field.Split(' '))
                .ToDictionary(field => int.Parse(field[0], CultureInfo.InvariantCulture), field => WireField.Parse(field[1], field[2]));
        }

        return messages;
    }
}
