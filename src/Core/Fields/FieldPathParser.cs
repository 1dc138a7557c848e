using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace GitOpsGuard.Core.Fields;

/// <summary>Reads the text form of a <see cref="FieldPath"/>.</summary>
internal sealed class FieldPathParser(string text)
{
    private int _at;

    public ImmutableArray<PathElement> Parse()
    {
        var elements = ImmutableArray.CreateBuilder<PathElement>();
        while (_at < text.Length)
        {
            if (text[_at] == '[') elements.Add(Bracket());
            else
            {
                if (elements.Count > 0) Expect('.');
                elements.Add(Member());
            }
        }

        return elements.ToImmutable();
    }

    private PathElement.Field Member()
    {
        var start = _at;
        while (_at < text.Length && FieldPath.IsBare(text[_at])) _at++;
        if (_at == start) throw Wrong("a member name");
        return new(text[start.._at]);
    }

    private PathElement Bracket()
    {
        Expect('[');
        if (_at < text.Length && text[_at] == '"')
        {
            var name = Quoted();
            Expect(']');
            return new PathElement.Field(name);
        }

        if (_at + 1 < text.Length && text[_at] == '=' && text[_at + 1] == '"')
        {
            _at++;
            var value = Quoted();
            Expect(']');
            return new PathElement.SetItem(value);
        }

        var end = text.IndexOf(']', _at);
        if (end > _at && int.TryParse(text.AsSpan(_at, end - _at), NumberStyles.None, CultureInfo.InvariantCulture, out var index))
        {
            _at = end + 1;
            return new PathElement.Index(index);
        }

        return Keys();
    }

    private PathElement.Key Keys()
    {
        var keys = ImmutableArray.CreateBuilder<KeyValuePair<string, string>>();
        do
        {
            if (keys.Count > 0) Expect(',');
            var name = Member().Name;
            Expect('=');
            keys.Add(new(name, KeyValue()));
        }
        while (_at < text.Length && text[_at] == ',');
        Expect(']');
        return new(keys.ToImmutable());
    }

    private string KeyValue()
    {
        if (_at < text.Length && text[_at] == '"') return Quoted();
        var start = _at;
        while (_at < text.Length && text[_at] is not (',' or ']')) _at++;
        return text[start.._at];
    }

    private string Quoted()
    {
        var value = new StringBuilder();
        for (_at++; _at < text.Length && text[_at] != '"'; _at++)
        {
            if (text[_at] == '\\' && _at + 1 < text.Length) _at++;
            value.Append(text[_at]);
        }

        Expect('"');
        return value.ToString();
    }

    private void Expect(char c)
    {
        if (_at >= text.Length || text[_at] != c) throw Wrong($"'{c}'");
        _at++;
    }

    private FormatException Wrong(string expected) =>
        new($"'{text}' is no field path: {expected} expected at character {_at + 1}");
}
