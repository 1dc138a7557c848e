namespace GitOpsGuard.Playground.Cluster.Representation;

/// <summary>A column of a table and how its cell is read from an object; the time is now, for ages.</summary>
internal sealed record TableColumn(string Name, string Type, Func<JsonObject, DateTimeOffset, JsonNode?> Cell)
{
    /// <summary>Shown always when 0, else only in the wide form.</summary>
    public int Priority { get; init; }

    public string Format { get; init; } = "";

    public string Description { get; init; } = "";
}
