using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace GitOpsGuard.Yaml;

/// <summary>Builds nodes from the parser's events, within the limits.</summary>
internal sealed class YamlReader
{
    private readonly string _text;
    private readonly YamlLimits _limits;
    private readonly Scanner _scanner;
    private readonly Parser _parser;
    private readonly int _skipped;
    private readonly Dictionary<string, YamlNode> _anchors = new(StringComparer.Ordinal);

    private YamlReader(string text, YamlLimits limits)
    {
        _text = text;
        _limits = limits;
        _skipped = text.StartsWith('\uFEFF') ? 1 : 0;
        _scanner = new Scanner(new StringReader(text[_skipped..]));
        _parser = new Parser(_scanner);
    }

    public static IReadOnlyList<YamlDocument> Read(string text, YamlLimits limits)
    {
        var reader = new YamlReader(text, limits);
        try
        {
            return reader.Documents();
        }
        catch (YamlDotNet.Core.YamlException e)
        {
            throw SyntaxFault.Describe(text, reader.Mark(e.Start), reader.Mark(reader._scanner.CurrentPosition), e.Message);
        }
        catch (InvalidOperationException e)
        {
            // The parser's own answer to brackets that do not match.
            var at = reader.Mark(reader._scanner.CurrentPosition);
            throw SyntaxFault.Describe(text, at, at, e.Message);
        }
    }

    private List<YamlDocument> Documents()
    {
        var documents = new List<YamlDocument>();
        while (_parser.MoveNext())
        {
            if (_parser.Current is not DocumentStart start) continue;
            _anchors.Clear();
            var explicitStart = Mark(start.Start);
            var root = Node(Next(), depth: 1);
            if (root is YamlScalar { Tag: null, Style: YamlScalarStyle.Plain } scalar && GoScalar.Plain(scalar.Text) is GoScalar.Null) continue;
            if (documents.Count >= _limits.MaxDocuments)
                throw YamlException.At(root.Start, $"more than {_limits.MaxDocuments} documents in one file; split it");
            documents.Add(new(documents.Count, root, start.IsImplicit ? root.Start : explicitStart, !start.IsImplicit, _limits));
        }

        return documents;
    }

    private ParsingEvent Next() =>
        _parser.MoveNext() ? _parser.Current! : throw new YamlException(1, 1, "the document ends too early");

    private YamlNode Node(ParsingEvent start, int depth)
    {
        if (depth > _limits.MaxDepth)
            throw YamlException.At(Mark(start.Start), $"maps and lists nest deeper than {_limits.MaxDepth} levels");
        YamlNode node = start switch
        {
            Scalar scalar => ScalarOf(scalar),
            SequenceStart sequence => Sequence(sequence, depth),
            MappingStart mapping => Mapping(mapping, depth),
            AnchorAlias alias => Alias(alias),
            _ => throw YamlException.At(Mark(start.Start), "a value is expected here"),
        };
        if (node.Anchor is { } anchor) _anchors[anchor] = node;
        return node;
    }

    private YamlScalar ScalarOf(Scalar scalar)
    {
        var style = scalar.Style switch
        {
            ScalarStyle.SingleQuoted => YamlScalarStyle.SingleQuoted,
            ScalarStyle.DoubleQuoted => YamlScalarStyle.DoubleQuoted,
            ScalarStyle.Literal => YamlScalarStyle.Literal,
            ScalarStyle.Folded => YamlScalarStyle.Folded,
            _ => YamlScalarStyle.Plain,
        };
        var start = Mark(scalar.Start);
        var end = style is YamlScalarStyle.Literal or YamlScalarStyle.Folded ? BlockEnd(start, Mark(scalar.End)) : Mark(scalar.End);
        return new(start, end, scalar.Value, style) { Anchor = Anchor(scalar), Tag = Tag(scalar) };
    }

    /// <summary>A block scalar ends behind its last line; its blank lines count only where <c>+</c> keeps them.</summary>
    private YamlMark BlockEnd(YamlMark start, YamlMark end)
    {
        var offset = Math.Min(end.Offset, _text.Length);
        var header = _text.AsSpan(start.Offset);
        header = header[..(header.IndexOf('\n') is var newline and >= 0 ? newline : header.Length)];
        var indicator = header.IndexOfAny('|', '>');
        var keeps = indicator >= 0 && header[indicator..Math.Min(indicator + 3, header.Length)].Contains('+');
        if (keeps)
        {
            if (offset > start.Offset && _text[offset - 1] == '\n') offset--;
            if (offset > start.Offset && _text[offset - 1] == '\r') offset--;
        }
        else
        {
            while (offset > start.Offset && _text[offset - 1] is ' ' or '\t' or '\n' or '\r') offset--;
        }

        var before = _text.AsSpan(start.Offset, offset - start.Offset);
        var lines = before.Count('\n');
        return new(offset, start.Line + lines, lines == 0 ? start.Column + before.Length : before.Length - before.LastIndexOf('\n'));
    }

    private YamlSequence Sequence(SequenceStart start, int depth)
    {
        var items = new List<YamlNode>();
        var at = Next();
        for (; at is not SequenceEnd; at = Next()) items.Add(Node(at, depth + 1));
        var isFlow = start.Style == SequenceStyle.Flow;
        var end = isFlow ? FlowEnd(at) : items.Count == 0 ? Mark(at.End) : items[^1].End;
        return new(Mark(start.Start), end, items, isFlow) { Anchor = Anchor(start), Tag = Tag(start) };
    }

    private YamlMapping Mapping(MappingStart start, int depth)
    {
        var entries = new List<YamlEntry>();
        var names = new Dictionary<string, int>(StringComparer.Ordinal);
        var at = Next();
        for (; at is not MappingEnd; at = Next())
        {
            var entry = Entry(at, depth);
            entries.Add(entry);
            if (!entry.IsMerge && !names.TryAdd(entry.Name, entry.Key.Start.Line))
                throw YamlException.At(entry.Key.Start, $"key '{entry.Key.Text}' is already given at line {names[entry.Name]}; keep one of the two");
        }

        var isFlow = start.Style == MappingStyle.Flow;
        var end = isFlow ? FlowEnd(at) : entries.Count == 0 ? Mark(at.End) : entries[^1].Value.End;
        return new(Mark(start.Start), end, entries, isFlow) { Anchor = Anchor(start), Tag = Tag(start) };
    }

    /// <summary>The parser's event ends before the closing bracket.</summary>
    private YamlMark FlowEnd(ParsingEvent end)
    {
        var mark = Mark(end.Start);
        return mark.Offset < _text.Length && _text[mark.Offset] is ']' or '}'
            ? new(mark.Offset + 1, mark.Line, mark.Column + 1)
            : Mark(end.End);
    }

    private YamlEntry Entry(ParsingEvent at, int depth)
    {
        var written = Node(at, depth + 1);
        if (YamlAlias.Resolve(written) is not YamlScalar key)
            throw YamlException.At(written.Start, "a key must be text, not a map or a list (a value that begins with { or [ must be quoted)");
        var isMerge = key is { Text: "<<", Style: YamlScalarStyle.Plain, Tag: null };
        var name = GoScalar.Resolve(key).ToName() ?? throw YamlException.At(key.Start, "a key must not be null; quote it");
        var value = Node(Next(), depth + 1);
        if (isMerge && !IsMergeable(value))
            throw YamlException.At(value.Start, "a merge key (<<) needs a map or a list of maps");
        var place = written is YamlAlias ? new YamlScalar(written.Start, written.End, key.Text, key.Style) : key;
        return new(place, name, value, isMerge);
    }

    private static bool IsMergeable(YamlNode value) => YamlAlias.Resolve(value) switch
    {
        YamlMapping => true,
        YamlSequence list => list.Items.All(item => YamlAlias.Resolve(item) is YamlMapping),
        _ => false,
    };

    private YamlAlias Alias(AnchorAlias alias) =>
        _anchors.TryGetValue(alias.Value.Value, out var target)
            ? new(Mark(alias.Start), Mark(alias.End), YamlAlias.Resolve(target))
            : throw YamlException.At(Mark(alias.Start), $"alias *{alias.Value.Value} has no anchor &{alias.Value.Value} before it in this document");

    private YamlMark Mark(Mark mark) => new((int)mark.Index + _skipped, (int)mark.Line, (int)mark.Column);

    private static string? Anchor(NodeEvent node) => node.Anchor.IsEmpty ? null : node.Anchor.Value;

    private static string? Tag(NodeEvent node) =>
        node.Tag.IsEmpty ? null : node.Tag.IsNonSpecific ? "!" : node.Tag.Value;
}
