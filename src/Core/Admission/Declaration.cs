using GitOpsGuard.Core.Fields;

namespace GitOpsGuard.Core.Admission;

/// <summary>Where Git declares an object.</summary>
/// <param name="Identity">The object.</param>
/// <param name="Source">The GitSync and revision of which the declaration is a part.</param>
/// <param name="File">File, from the root of the repository.</param>
/// <param name="Document">Index of the document in the file, from 0.</param>
/// <param name="Line">Line at which the object begins, from 1.</param>
/// <param name="Lines">Line of each declared leaf by the text of its path; empty when only the object's line is known.</param>
/// <param name="Pods">What the pods of a workload are found by and read; null when it makes none.</param>
public sealed record Declaration(
    ObjectIdentity Identity, DeclarationSource Source, string File, int Document, int Line, DeclaredLines Lines, PodTemplate? Pods = null)
{
    /// <summary>Labels that Git declares.</summary>
    public IEnumerable<string> LabelKeys => KeysOf("labels");

    /// <summary>Annotations that Git declares.</summary>
    public IEnumerable<string> AnnotationKeys => KeysOf("annotations");

    /// <summary>
    /// The line that a change of <paramref name="path"/> concerns: of the field, else of the first declared field beside it,
    /// else of the object.
    /// </summary>
    public int LineOf(FieldPath path)
    {
        if (Lines.Of(path.ToString()) is { } exact) return exact;
        for (var steps = path.Elements.Length; steps > 0; steps--)
        {
            var above = FieldPath.Of(path.Elements[..steps]).ToString();
            var beside = Lines.StartingWith(above).Where(line => IsAtOrBelow(line.Path, above)).Select(line => line.Line).DefaultIfEmpty().Min();
            if (beside > 0) return beside;
        }

        return Line;
    }

    /// <summary>Whether Git declares the field itself.</summary>
    public bool Declares(FieldPath path) => Lines.Of(path.ToString()) is not null;

    /// <summary>The fields that Git declares; a path that cannot be read is left out.</summary>
    public IReadOnlyList<FieldPath> Paths() => [.. Lines.Select(line => Read(line.Path)).OfType<FieldPath>()];

    private static FieldPath? Read(string path)
    {
        try
        {
            return FieldPath.Parse(path);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private IEnumerable<string> KeysOf(string map) =>
        Lines.StartingWith($"metadata.{map}").Select(line => KeyOf(line.Path, map)).OfType<string>();

    private static string? KeyOf(string path, string map) =>
        Read(path)?.Elements is [_, PathElement.Field(var name), PathElement.Field(var key), ..] && name == map ? key : null;

    private static bool IsAtOrBelow(string path, string above) =>
        path.StartsWith(above, StringComparison.Ordinal) && (path.Length == above.Length || path[above.Length] is '.' or '[');
}
