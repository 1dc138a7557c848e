using System.Text.Json.Nodes;

namespace GitOpsGuard.Yaml.Splicing;

/// <summary>Makes one change by a series of small edits; the text is parsed again after each.</summary>
internal sealed class Splicer(int document, Caution caution)
{
    public string Set(string text, IReadOnlyList<YamlStep> path, JsonNode? value)
    {
        var slot = Open(text, out var edit);
        for (var i = 0; i < path.Count; i++)
        {
            if (slot.Child(path[i]) is not { } child)
            {
                var rest = JsonTree.Wrap(path, i + 1, value);
                return slot.Node switch
                {
                    YamlMapping { Entries.Count: > 0 } map when path[i].Member is { } name => edit.AddMember(slot, map, name, rest),
                    YamlSequence { Items.Count: > 0 } list when path[i].Member is null => edit.InsertItem(slot, list, path[i].Item, rest),
                    YamlAlias => throw Shared(slot.Node),
                    _ => edit.Replace(slot, JsonTree.Wrap(path, i, value)),
                };
            }

            slot = child;
        }

        return Become(text, slot, path, value, edit);
    }

    public string Remove(string text, IReadOnlyList<YamlStep> path)
    {
        var slot = Open(text, out var edit);
        Slot? parent = null;
        foreach (var step in path)
        {
            parent = slot;
            slot = slot.Child(step) ?? throw Shared(slot.Node);
        }

        return edit.Remove(parent!, slot);
    }

    private static SpliceException Shared(YamlNode node) =>
        new(node.Start.Line, "the value comes from an anchor that other places share; change it at its anchor by hand");

    private Slot Open(string text, out NodeEdit edit)
    {
        var root = YamlFile.Parse(text).Documents[document].Root;
        edit = new(text, DocumentStyle.Of(text, root), caution);
        return new(root, null, null, 0, false);
    }

    private string Become(string text, Slot slot, IReadOnlyList<YamlStep> path, JsonNode? value, NodeEdit edit)
    {
        if (YamlSplice.Same(Json(slot.Node), value)) return text;
        return (slot.Node, value) switch
        {
            (YamlMapping { Entries.Count: > 0 } map, JsonObject { Count: > 0 } wanted) => BecomeMap(text, path, map, wanted),
            (YamlSequence { Items.Count: > 0 } list, JsonArray { Count: > 0 } wanted) => BecomeList(text, path, list, wanted),
            (YamlScalar scalar, not (JsonObject or JsonArray)) => edit.ReplaceScalar(slot, scalar, value),
            _ => edit.Replace(slot, value),
        };
    }

    private static JsonNode? Json(YamlNode node) => new JsonBuilder(YamlLimits.Default).Build(node);

    /// <summary>Adds and changes first, so that the map is never empty on the way.</summary>
    private string BecomeMap(string text, IReadOnlyList<YamlStep> path, YamlMapping map, JsonObject wanted)
    {
        foreach (var (name, value) in wanted)
        {
            if (!map.Members.TryGetValue(name, out var entry) || !YamlSplice.Same(Json(entry.Value), value))
                text = Set(text, [.. path, name], value);
        }

        foreach (var name in map.Members.Keys)
            if (!wanted.ContainsKey(name)) text = Remove(text, [.. path, name]);
        return text;
    }

    /// <summary>Leaves equal items alone and changes, adds and removes between them, from the end on so that places stay right.</summary>
    private string BecomeList(string text, IReadOnlyList<YamlStep> path, YamlSequence list, JsonArray wanted)
    {
        var gaps = ListAlignment.Gaps([.. list.Items.Select(Json)], [.. wanted]);
        foreach (var gap in gaps.Reverse())
        {
            var paired = Math.Min(gap.OldEnd - gap.Old, gap.WantedEnd - gap.Wanted);
            for (var i = gap.OldEnd - 1; i >= gap.Old + paired; i--) text = Remove(text, [.. path, i]);
            for (var i = gap.Wanted + paired; i < gap.WantedEnd; i++) text = Insert(text, path, gap.Old + i - gap.Wanted, wanted[i]);
            for (var i = 0; i < paired; i++) text = Set(text, [.. path, gap.Old + i], wanted[gap.Wanted + i]);
        }

        return text;
    }

    private string Insert(string text, IReadOnlyList<YamlStep> path, int index, JsonNode? value)
    {
        var slot = Open(text, out var edit);
        foreach (var step in path) slot = slot.Child(step)!;
        return edit.InsertItem(slot, (YamlSequence)slot.Node, index, value);
    }
}
