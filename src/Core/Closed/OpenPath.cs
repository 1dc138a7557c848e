using GitOpsGuard.Core.Fields;

namespace GitOpsGuard.Core.Closed;

/// <summary>A field, with everything below it, that may change although its object is managed.</summary>
/// <remarks>Written as a <see cref="FieldPath"/> in which <c>*</c> or <c>[*]</c> stands for any one step.</remarks>
public sealed class OpenPath
{
    private readonly FieldPath _pattern;
    private readonly IReadOnlyList<FieldPath> _except;

    private OpenPath(FieldPath pattern, IReadOnlyList<FieldPath> except) => (_pattern, _except) = (pattern, except);

    /// <summary>Parses the text form.</summary>
    /// <exception cref="FormatException">The text is no path; the message says where.</exception>
    public static OpenPath Parse(string text)
    {
        var steps = text.Replace("[*]", "[\"*\"]", StringComparison.Ordinal).Replace(".*", "[\"*\"]", StringComparison.Ordinal);
        if (steps.StartsWith('*')) steps = "[\"*\"]" + steps[1..];
        return new(FieldPath.Parse(steps), []);
    }

    /// <summary>The same, but for some fields, what lies below them and what holds them.</summary>
    public OpenPath Except(IReadOnlyList<FieldPath> fields) => new(_pattern, [.. _except, .. fields.Where(field => Covers(field) || ReachesBelow(field))]);

    /// <summary>Whether the path is open: at or below the pattern, and no exception.</summary>
    public bool Covers(FieldPath path) =>
        path.Elements.Length >= _pattern.Elements.Length && Agrees(path, _pattern.Elements.Length) && !_except.Any(field => Meet(field, path));

    /// <summary>Whether something below the path may be open.</summary>
    public bool ReachesBelow(FieldPath path) =>
        path.Elements.Length < _pattern.Elements.Length ? Agrees(path, path.Elements.Length) : _except.Count > 0 && Agrees(path, _pattern.Elements.Length);

    /// <inheritdoc/>
    public override string ToString() => _pattern.ToString().Replace("[\"*\"]", "[*]", StringComparison.Ordinal);

    /// <summary>Whether one of two fields is, or holds, the other.</summary>
    private static bool Meet(FieldPath left, FieldPath right)
    {
        var steps = Math.Min(left.Elements.Length, right.Elements.Length);
        for (var i = 0; i < steps; i++)
        {
            if (!left.Elements[i].Equals(right.Elements[i])) return false;
        }

        return true;
    }

    private bool Agrees(FieldPath path, int steps)
    {
        for (var i = 0; i < steps; i++)
        {
            if (_pattern.Elements[i] is not PathElement.Field("*") && !_pattern.Elements[i].Equals(path.Elements[i])) return false;
        }

        return true;
    }
}
