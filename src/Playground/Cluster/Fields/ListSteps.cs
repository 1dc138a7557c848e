namespace GitOpsGuard.Playground.Cluster.Fields;

/// <summary>Names the elements of sets and lists of maps.</summary>
internal static class ListSteps
{
    /// <summary>The step to an element.</summary>
    /// <exception cref="FormatException">A list of maps holds something that is no map or has none of the keys.</exception>
    public static FieldStep Of(Schema list, JsonNode? element)
    {
        if (list.ListKind == ListKind.Set) return FieldStep.Value(element);
        if (element is not JsonObject map)
        {
            throw new FormatException(element is null
                ? "associative list with keys may not have a null element"
                : "associative list with keys may not have non-map elements");
        }

        var keys = list.Keys
            .Select(key => KeyValuePair.Create(key, map[key] ?? Default(list.Element.Member(key))))
            .Where(key => key.Value is not null)
            .ToArray();
        return keys.Length > 0
            ? FieldStep.Key(keys)
            : throw new FormatException(
                $"associative list with keys has an element that omits key field \"{string.Join(',', list.Keys)}\" " +
                "(and doesn't have default value)");
    }

    // A required scalar of a built-in type is written even when nobody gave it a value.
    private static JsonNode? Default(Schema? key) =>
        key?.Default ?? (key is { Required: true, IsCustom: false } ? key.Zero : null);
}
