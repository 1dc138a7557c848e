using System.Text.Json;

namespace GitOpsGuard.Core.Fields;

/// <summary>Finds the value at a path of <c>managedFields</c>.</summary>
public static class FieldLookup
{
    /// <summary>The value; undefined when the way ends early. An item of a list map is the first whose members equal the keys.</summary>
    public static JsonElement Find(JsonElement obj, FieldPath path)
    {
        foreach (var step in path.Elements)
        {
            obj = step switch
            {
                PathElement.Field(var name) => Json.Member(obj, name),
                PathElement.Index(var index) => Json.Items(obj).ElementAtOrDefault(index),
                PathElement.Key key => Json.Items(obj).FirstOrDefault(item => key.Keys.All(pair => Text(Json.Member(item, pair.Key)) == pair.Value)),
                PathElement.SetItem(var text) => Json.Items(obj).FirstOrDefault(item => Text(item) == text),
                _ => default,
            };
        }

        return obj;
    }

    private static string? Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Undefined => null,
        _ => value.GetRawText(),
    };
}
