namespace GitOpsGuard.Playground.Cluster.Resources;

/// <summary>Which objects of a collection a list or watch asks for, by labels and by fields.</summary>
internal sealed record Selection(Core.LabelSelector Labels, IReadOnlyList<(string Field, string Value, bool Equal)> Fields)
{
    /// <summary>Reads the selectors of a query for a kind; a name in the path selects as well.</summary>
    public static Selection Of(ResourceType type, IQueryCollection query, string? name)
    {
        List<(string, string, bool)> wanted = name is null ? [] : [("metadata.name", name, true)];
        foreach (var part in query["fieldSelector"].ToString().Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            var sign = part.Contains("!=", StringComparison.Ordinal) ? "!=" : part.Contains("==", StringComparison.Ordinal) ? "==" : "=";
            var words = part.Split(sign, 2);
            if (words.Length < 2) throw ApiError.BadRequest($"invalid selector: '{part}'; can't understand '{part}'");
            var known = type.Custom?.SelectableFields ?? type.Traits.Paths("select");
            if (words[0] is not ("metadata.name" or "metadata.namespace") && known?.Contains(words[0]) != true)
                throw ApiError.BadRequest(type.Custom is null && known is not null
                    ? $"field label not supported: {words[0]}"
                    : $"\"{words[0]}\" is not a known field selector: only \"metadata.name\", \"metadata.namespace\"");

            wanted.Add((words[0], words[1], sign != "!="));
        }

        return new Selection(LabelSelectors.Parse(query["labelSelector"].ToString()), wanted);
    }

    /// <summary>The one name that a list or watch asks for, by which it is authorized like a call on that object; empty without one.</summary>
    public static string NameIn(IQueryCollection query, string verb)
    {
        if (verb is not ("list" or "watch")) return "";
        var named = query["fieldSelector"].ToString().Split(',').Select(part => part.Replace("==", "=", StringComparison.Ordinal).Split('='));
        return named.FirstOrDefault(words => words is ["metadata.name", _])?[1] ?? "";
    }

    public bool Covers(JsonObject candidate) =>
        Labels.Matches(candidate.At("metadata", "labels"))
        && Fields.All(field => (Written(candidate.At(field.Field.Split('.'))) == field.Value) == field.Equal);

    private static string Written(JsonNode? value) => value is null ? "" : value.Text() ?? value.ToJsonString();
}
