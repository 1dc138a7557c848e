using System.Text.Json;
using System.Text.Json.Nodes;

namespace GitOpsGuard.Yaml.Splicing;

/// <summary>
/// Changes a value within a text and leaves every other byte alone: comments, order, quotes, indentation, blank lines, line
/// endings and a missing last newline survive.
/// </summary>
/// <remarks>
/// Every result is parsed again and compared: it means exactly the changed tree, and the other documents mean what they
/// meant, or <see cref="SpliceException"/> is thrown. What an anchor or a merge key shares with other places is never changed
/// at its anchor.
/// </remarks>
public static class YamlSplice
{
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 256 };

    /// <summary>Sets the value at a path. Missing maps on the way are added; the item behind the last one is appended.</summary>
    /// <param name="text">The text.</param>
    /// <param name="document">Index among the documents that are not empty.</param>
    /// <param name="path">The way from the document's root.</param>
    /// <param name="value">The value; null is the JSON null.</param>
    /// <exception cref="SpliceException">The value cannot be set by an edit in place.</exception>
    /// <exception cref="YamlException">The text is not valid.</exception>
    public static string Set(string text, int document, IReadOnlyList<YamlStep> path, JsonNode? value)
    {
        var before = YamlFile.Parse(text);
        var root = before.Documents[document].ToJson();
        JsonTree.Set(ref root, path, value);
        return Tried(before, document, root, caution => new Splicer(document, caution).Set(text, path, value));
    }

    /// <summary>Removes the member or item at a path. A map or list that it leaves empty stays as <c>{}</c> or <c>[]</c>.</summary>
    /// <inheritdoc cref="Set" path="/param"/>
    /// <exception cref="SpliceException">There is no such value, or it cannot be removed by an edit in place.</exception>
    /// <exception cref="YamlException">The text is not valid.</exception>
    public static string Remove(string text, int document, IReadOnlyList<YamlStep> path)
    {
        var before = YamlFile.Parse(text);
        var root = before.Documents[document].ToJson();
        if (path.Count == 0) throw new SpliceException(1, "the root of a document is removed with the document");
        if (!JsonTree.Remove(root, path))
            throw new SpliceException(before.Documents[document].Line, $"there is no '{string.Join('.', path)}' in this document");
        return Tried(before, document, root, caution => new Splicer(document, caution).Remove(text, path));
    }

    /// <summary>Removes a document with its separator. Comments before the separator stay.</summary>
    /// <exception cref="YamlException">The text is not valid.</exception>
    /// <exception cref="SpliceException">The document cannot be cut out.</exception>
    public static string RemoveDocument(string text, int document)
    {
        var before = YamlFile.Parse(text);
        var removed = before.Documents[document];
        var start = new TextLines(text).StartOf(removed.Start.Offset);
        var next = document + 1 < before.Documents.Count ? before.Documents[document + 1] : null;
        var end = next is null ? text.Length : new TextLines(text).StartOf(next.Start.Offset);
        var result = text[..start] + text[end..];
        var rest = before.Documents.Where(other => other.Index != document).ToArray();
        var after = Reparsed(result, removed.Line);
        if (after.Documents.Count != rest.Length || !rest.Zip(after.Documents).All(pair => Same(pair.First.ToJson(), pair.Second.ToJson())))
            throw new SpliceException(removed.Line, "the document cannot be cut out without touching its neighbours");
        return result;
    }

    /// <summary>The first result that proves right.</summary>
    private static string Tried(YamlFile before, int document, JsonNode? wanted, Func<Caution, string> edit)
    {
        SpliceException? refused = null;
        foreach (var caution in Enum.GetValues<Caution>())
        {
            try
            {
                return Proved(before, document, wanted, edit(caution));
            }
            catch (SpliceException e)
            {
                refused ??= e;
            }
        }

        throw refused!;
    }

    private static string Proved(YamlFile before, int document, JsonNode? wanted, string result)
    {
        var line = before.Documents[document].Line;
        var after = Reparsed(result, line);
        var proved = after.Documents.Count == before.Documents.Count
            && before.Documents.All(other => Same(other.Index == document ? wanted : other.ToJson(), after.Documents[other.Index].ToJson()));
        return proved ? result : throw new SpliceException(line, "the change cannot be made here without touching other values");
    }

    private static YamlFile Reparsed(string result, int line)
    {
        try
        {
            return YamlFile.Parse(result);
        }
        catch (YamlException e)
        {
            throw new SpliceException(line, $"the change cannot be made in place: it would leave {e.Message}");
        }
    }

    /// <summary>Equal trees; numbers by value, members in any order.</summary>
    internal static bool Same(JsonNode? a, JsonNode? b)
    {
        using var left = JsonDocument.Parse(a?.ToJsonString() ?? "null", Deep);
        using var right = JsonDocument.Parse(b?.ToJsonString() ?? "null", Deep);
        return JsonElement.DeepEquals(left.RootElement, right.RootElement);
    }
}
