using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace GitOpsGuard.Core.Fields;

/// <summary>
/// The place of a value within an object, in the form that people read and inventories store:
/// <c>spec.template.spec.containers[name=web].ports[containerPort=80,protocol=TCP].name</c>,
/// <c>metadata.annotations["example.com/owner"]</c>, <c>spec.args[0]</c>.
/// </summary>
/// <remarks>
/// An item of a set is written <c>[="value"]</c>.
/// A member name is written bare when it consists of letters, digits, <c>_</c> and <c>-</c>, else as <c>["..."]</c> with
/// <c>\"</c> and <c>\\</c> escaped. A key's value is written bare unless it holds one of <c>,]"\</c>, else quoted alike.
/// </remarks>
public sealed class FieldPath : IEquatable<FieldPath>
{
    /// <summary>The whole object.</summary>
    public static readonly FieldPath Root = new([]);

    private string? _text;

    private FieldPath(ImmutableArray<PathElement> elements) => Elements = elements;

    /// <summary>The steps from the object's root.</summary>
    public ImmutableArray<PathElement> Elements { get; }

    /// <summary>A path of member names only.</summary>
    public static FieldPath Of(params ReadOnlySpan<string> members)
    {
        var path = ImmutableArray.CreateBuilder<PathElement>(members.Length);
        foreach (var member in members) path.Add(new PathElement.Field(member));
        return new(path.MoveToImmutable());
    }

    /// <summary>A path of any steps.</summary>
    public static FieldPath Of(ImmutableArray<PathElement> elements) => new(elements);

    /// <summary>This path and one more step.</summary>
    public FieldPath Append(PathElement element) => new(Elements.Add(element));

    /// <summary>This path and a member below it.</summary>
    public FieldPath Append(string member) => Append(new PathElement.Field(member));

    /// <summary>Whether this path is <paramref name="ancestor"/> or lies below it.</summary>
    public bool StartsWith(FieldPath ancestor) =>
        Elements.Length >= ancestor.Elements.Length
        && Elements.AsSpan(0, ancestor.Elements.Length).SequenceEqual(ancestor.Elements.AsSpan());

    /// <summary>Parses the form of <see cref="ToString"/>.</summary>
    /// <exception cref="FormatException">The text is no path; the message says where.</exception>
    public static FieldPath Parse(string text) => new(new FieldPathParser(text).Parse());

    /// <inheritdoc/>
    public override string ToString() => _text ??= Text();

    /// <inheritdoc/>
    public bool Equals(FieldPath? other) => other is not null && Elements.AsSpan().SequenceEqual(other.Elements.AsSpan());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as FieldPath);

    /// <inheritdoc/>
    public override int GetHashCode() => Elements.Aggregate(17, HashCode.Combine);

    private string Text()
    {
        var text = new StringBuilder();
        foreach (var element in Elements) Write(text, element);
        return text.ToString();
    }

    internal static bool IsBare(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '-';

    private static void Write(StringBuilder text, PathElement element)
    {
        switch (element)
        {
            case PathElement.Field(var name) when name.Length > 0 && name.All(IsBare):
                if (text.Length > 0) text.Append('.');
                text.Append(name);
                break;
            case PathElement.Field(var name):
                Quote(text.Append('['), name).Append(']');
                break;
            case PathElement.Index(var index):
                text.Append('[').Append(index.ToString(CultureInfo.InvariantCulture)).Append(']');
                break;
            case PathElement.SetItem(var value):
                Quote(text.Append("[="), value).Append(']');
                break;
            case PathElement.Key key:
                WriteKeys(text, key);
                break;
        }
    }

    private static void WriteKeys(StringBuilder text, PathElement.Key key)
    {
        var separator = '[';
        foreach (var (name, value) in key.Keys)
        {
            text.Append(separator).Append(name).Append('=');
            if (value.AsSpan().IndexOfAny(",]\"\\") >= 0) Quote(text, value);
            else text.Append(value);
            separator = ',';
        }

        text.Append(']');
    }

    private static StringBuilder Quote(StringBuilder text, string value) =>
        text.Append('"').Append(value.Replace("\\", "\\\\").Replace("\"", "\\\"")).Append('"');
}
