using System.Security.Cryptography;
using System.Text;

namespace GitOpsGuard.Core;

/// <summary>What a GitSync writes on each object that it applies, so that the object can be found and recognised.</summary>
/// <param name="SyncNamespace">Namespace of the GitSync.</param>
/// <param name="SyncName">Name of the GitSync.</param>
/// <param name="Identity">The object itself; a marker that names another object was copied and does not count.</param>
public readonly record struct Marker(string SyncNamespace, string SyncName, ObjectIdentity Identity)
{
    private const int LongestLabel = 63;

    /// <summary>Value of the annotation <see cref="Names.IdAnnotation"/>: <c>ns/name:group/kind/namespace/name</c>.</summary>
    public string Annotation => $"{SyncNamespace}/{SyncName}:{Identity}";

    /// <summary>Value of the label <see cref="Names.SyncLabel"/>.</summary>
    public string Label => LabelFor(SyncNamespace, SyncName);

    /// <summary>The label of a GitSync: <c>ns.name</c>, past 63 characters cut and ended by a digest of the whole.</summary>
    public static string LabelFor(string syncNamespace, string syncName)
    {
        var whole = $"{syncNamespace}.{syncName}";
        if (whole.Length <= LongestLabel) return whole;
        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(whole)))[..10];
        return $"{whole[..(LongestLabel - digest.Length - 1)].TrimEnd('.', '-')}-{digest}";
    }

    /// <summary>Parses the form of <see cref="Annotation"/>.</summary>
    public static bool TryParse(string? annotation, out Marker marker)
    {
        marker = default;
        var colon = annotation?.IndexOf(':', StringComparison.Ordinal) ?? -1;
        if (colon < 0 || !ObjectIdentity.TryParse(annotation![(colon + 1)..], out var identity)) return false;
        var sync = annotation[..colon].Split('/');
        if (sync is not [{ Length: > 0 } ns, { Length: > 0 } name]) return false;
        marker = new(ns, name, identity);
        return true;
    }
}
