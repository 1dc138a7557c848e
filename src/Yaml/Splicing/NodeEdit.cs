using System.Text.Json.Nodes;

namespace GitOpsGuard.Yaml.Splicing;

/// <summary>The single edits of a text: each changes one place and leaves the rest.</summary>
internal sealed class NodeEdit(string text, DocumentStyle style, Caution caution)
{
    private readonly TextLines _lines = new(text);
    private readonly TreeText _tree = new(style, caution);

    /// <summary>Puts a scalar in the place of a scalar, in its style where that can carry the new text.</summary>
    public string ReplaceScalar(Slot slot, YamlScalar old, JsonNode? value)
    {
        var start = old.Tag is null ? AfterAnchor(old) : old.Start.Offset;
        var anchor = old.Tag is not null && old.Anchor is { } name ? $"&{name} " : "";
        var written = anchor + Written(slot, old, value);
        var gap = start == old.End.Offset && start > 0 && !char.IsWhiteSpace(text[start - 1]) && text[start - 1] is not ('[' or '{') ? " " : "";
        return _lines.With(start, old.End.Offset, gap + written);
    }

    /// <summary>Puts a value in the place of another of whatever kind.</summary>
    public string Replace(Slot slot, JsonNode? value)
    {
        var node = slot.Node;
        if (slot.InFlow) return _lines.With(node.Start.Offset, node.End.Offset, Gap(node) + _tree.Flow(value, IsJson(slot.Parent)));
        if (slot.Parent is null) return _lines.With(node.Start.Offset, node.End.Offset, _tree.Block(value, 0));
        var after = slot.AfterIndicator(text);
        var lineEnd = _lines.EndOf(after);
        var isBelow = node.Start.Offset > lineEnd;
        if (slot.Entry is null || !TreeText.IsBlock(value)) return Inline(slot, value, after, isBelow ? lineEnd : null);
        var below = _tree.IndentBelow(slot.Indent, value);
        var block = style.Break + new string(' ', below) + _tree.Block(value, below);
        if (isBelow) return _lines.With(lineEnd, _lines.EndOf(node.End.Offset), block);
        var rest = text[node.End.Offset.._lines.EndOf(node.End.Offset)];
        return _lines.With(after, node.End.Offset + rest.Length, rest.TrimEnd() + block);
    }

    /// <summary>Adds a member behind the last one.</summary>
    public string AddMember(Slot slot, YamlMapping map, string name, JsonNode? value)
    {
        var last = map.Entries[^1];
        if (slot.InFlow || map.IsFlow)
        {
            var json = IsJson(map);
            return AddFlow(last.Key.Start.Offset, last.Value.End.Offset, $"{TreeText.FlowKey(name, json)}: {_tree.Flow(value, json)}");
        }

        var indent = map.Entries[0].Key.Start.Column - 1;
        var end = _lines.EndOf(last.Value.End.Offset);
        return _lines.With(end, end, style.Break + new string(' ', indent) + _tree.Member(name, value, indent));
    }

    /// <summary>Inserts an item before the one at <paramref name="index"/>, or behind the last.</summary>
    public string InsertItem(Slot slot, YamlSequence list, int index, JsonNode? value)
    {
        if (slot.InFlow || list.IsFlow)
        {
            var item = _tree.Flow(value, IsJson(list));
            return index == 0
                ? _lines.With(list.Items[0].Start.Offset, list.Items[0].Start.Offset, item + ", ")
                : AddFlow(list.Items[index - 1].Start.Offset, list.Items[index - 1].End.Offset, item);
        }

        var indent = list.Start.Column - 1;
        if (list.Anchor is not null || list.Tag is not null) indent = ItemIndent(slot, list);
        var lines = "- " + _tree.Block(value, indent + 2);
        if (index == 0)
        {
            var dash = slot.Child(0)!.Dash(text);
            return _lines.With(dash, dash, lines + style.Break + new string(' ', indent));
        }

        var end = _lines.EndOf(list.Items[index - 1].End.Offset);
        return _lines.With(end, end, style.Break + new string(' ', indent) + lines);
    }

    /// <summary>Removes a child of a map or list. The last one leaves <c>{}</c> or <c>[]</c>.</summary>
    public string Remove(Slot parent, Slot child)
    {
        var siblings = parent.Node is YamlMapping map
            ? map.Entries.Select(entry => (Start: entry.Key.Start.Offset, End: entry.Value.End.Offset)).ToArray()
            : ((YamlSequence)parent.Node).Items.Select(item => (Start: item.Start.Offset, End: item.End.Offset)).ToArray();
        if (siblings.Length == 1) return Replace(parent, parent.Node is YamlMapping ? new JsonObject() : new JsonArray());
        var (start, end) = siblings[child.Index];
        var isLast = child.Index == siblings.Length - 1;
        if (child.InFlow)
            return isLast ? _lines.With(siblings[child.Index - 1].End, end, "") : _lines.With(start, siblings[child.Index + 1].Start, "");
        var first = child.Entry is null ? child.Dash(text) : start;
        if (_lines.IsFirst(first)) return _lines.Without(first, end, caution == Caution.Most);
        if (isLast) return _lines.Without(_lines.NextOf(siblings[child.Index - 1].End), end, caution == Caution.Most);
        return _lines.With(first, child.Entry is null ? parent.Child(child.Index + 1)!.Dash(text) : siblings[child.Index + 1].Start, "");
    }

    private string Inline(Slot slot, JsonNode? value, int after, int? lineEnd)
    {
        var node = slot.Node;
        var written = " " + (slot.Entry is null ? _tree.Block(value, slot.Indent + 2) : Simple(slot, value));
        if (lineEnd is not { } end) return _lines.With(after, node.End.Offset, written);
        return string.Concat(text.AsSpan(0, after), written, text.AsSpan(after..end), text.AsSpan(_lines.EndOf(node.End.Offset)));
    }

    private string Simple(Slot slot, JsonNode? value) =>
        value is JsonObject or JsonArray ? _tree.Flow(value, json: false) : Written(slot, null, value);

    private string Written(Slot slot, YamlScalar? old, JsonNode? value)
    {
        var wish = caution == Caution.Most ? YamlScalarStyle.DoubleQuoted : old?.Style ?? YamlScalarStyle.Plain;
        var mayBlock = wish is YamlScalarStyle.Plain or YamlScalarStyle.Literal or YamlScalarStyle.Folded && !slot.InFlow;
        if (mayBlock && value is JsonValue scalar && scalar.TryGetValue<string>(out var lines) && ScalarText.CanBeLiteral(lines))
            return ScalarText.Literal(lines, BlockIndent(slot, old), HeaderTail(old), style.Break);
        return ScalarText.Write(value, wish, slot.InFlow);
    }

    private int BlockIndent(Slot slot, YamlScalar? old)
    {
        if (old?.Style is YamlScalarStyle.Literal or YamlScalarStyle.Folded)
        {
            for (var line = _lines.NextOf(old.Start.Offset); line < old.End.Offset; line = _lines.NextOf(line))
            {
                var blanks = text.AsSpan(line.._lines.EndOf(line)).IndexOfAnyExcept(' ');
                if (blanks > 0) return blanks;
            }
        }

        return slot.Indent + (slot.Entry is null ? 2 : style.Step);
    }

    /// <summary>What stands behind the indicator of an old block, such as a comment.</summary>
    private string HeaderTail(YamlScalar? old)
    {
        if (old?.Style is not (YamlScalarStyle.Literal or YamlScalarStyle.Folded)) return "";
        var header = text[AfterAnchor(old)..Math.Min(_lines.EndOf(old.Start.Offset), old.End.Offset)];
        return header.TrimStart('|', '>', '+', '-', '1', '2', '3', '4', '5', '6', '7', '8', '9');
    }

    private int AfterAnchor(YamlScalar scalar)
    {
        var at = scalar.Start.Offset;
        if (scalar.Anchor is null) return at;
        while (at < scalar.End.Offset && !char.IsWhiteSpace(text[at])) at++;
        while (at < scalar.End.Offset && char.IsWhiteSpace(text[at])) at++;
        return at;
    }

    /// <summary>Behind the last part, on a line of its own where that has one.</summary>
    private string AddFlow(int lastStart, int lastEnd, string part)
    {
        var own = _lines.IsFirst(lastStart) && _lines.StartOf(lastStart) > 0;
        var between = own ? "," + style.Break + text[_lines.StartOf(lastStart)..lastStart] : ", ";
        return _lines.With(lastEnd, lastEnd, between + part);
    }

    private string Gap(YamlNode node) =>
        node.Start.Offset == node.End.Offset && text[node.Start.Offset - 1] == ':' ? " " : "";

    private int ItemIndent(Slot slot, YamlSequence list)
    {
        var first = list.Items[0].Start;
        var line = _lines.StartOf(first.Offset);
        var blanks = text.AsSpan(line..first.Offset).IndexOfAnyExcept(' ');
        return blanks >= 0 ? blanks : slot.Indent + style.ListStep;
    }

    private static bool IsJson(YamlNode? parent) => parent switch
    {
        YamlMapping { IsFlow: true, Entries.Count: > 0 } map => map.Entries[0].Key.Style == YamlScalarStyle.DoubleQuoted,
        YamlSequence { IsFlow: true, Items: [YamlScalar scalar, ..] } => scalar.Style == YamlScalarStyle.DoubleQuoted,
        _ => false,
    };
}
