namespace GitOpsGuard.Yaml.Splicing;

/// <summary>A value and what it hangs on.</summary>
/// <param name="Node">The value.</param>
/// <param name="Parent">The map or list that writes it; null for the root.</param>
/// <param name="Entry">Its entry, if the parent is a map.</param>
/// <param name="Index">Its place among the entries or items of the parent.</param>
/// <param name="InFlow">Whether the value stands within <c>{}</c> or <c>[]</c>.</param>
internal sealed record Slot(YamlNode Node, YamlNode? Parent, YamlEntry? Entry, int Index, bool InFlow)
{
    /// <summary>Blanks before the key or the dash.</summary>
    public int Indent => Entry is { } entry ? entry.Key.Start.Column - 1 : Parent is null ? 0 : Parent.Start.Column - 1;

    /// <summary>The slot of a child.</summary>
    /// <returns>Null when the node itself writes no such child.</returns>
    public Slot? Child(YamlStep step)
    {
        switch (Node)
        {
            case YamlMapping map when step.Member is { } name && map.Own(name) is { } entry:
                return new(entry.Value, map, entry, map.Entries.TakeWhile(other => other != entry).Count(), InFlow || map.IsFlow);
            case YamlSequence list when step.Member is null && step.Item < list.Items.Count:
                return new(list.Items[step.Item], list, null, step.Item, InFlow || list.IsFlow);
            default:
                return null;
        }
    }

    /// <summary>Offset behind the <c>:</c> or the <c>-</c> that the value hangs on.</summary>
    public int AfterIndicator(string text)
    {
        if (Entry is { } entry)
        {
            var colon = text.IndexOf(':', entry.Key.End.Offset);
            return colon >= 0 && text.AsSpan(entry.Key.End.Offset..colon).Trim(' ').IsEmpty ? colon + 1 : Node.Start.Offset;
        }

        return Dash(text) + 1;
    }

    /// <summary>Offset of the dash of an item of a block list.</summary>
    public int Dash(string text)
    {
        var lines = new TextLines(text);
        var column = Indent;
        for (var start = lines.StartOf(Node.Start.Offset); ; start = lines.StartOf(start - 1))
        {
            var at = start + column;
            if (at < text.Length && at <= Node.Start.Offset && text[at] == '-' && (at + 1 == text.Length || char.IsWhiteSpace(text[at + 1]))) return at;
            if (start <= 1) throw new SpliceException(Node.Start.Line, "the list is laid out in a way that cannot be edited in place");
        }
    }
}
