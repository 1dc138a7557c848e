using System.Xml;
using System.Xml.Linq;

namespace GitOpsGuard.Playground.Cluster.Schemas;

/// <summary>
/// What <c>kubectl explain</c> says of built-in types and fields: the documentation that the client's package carries
/// for its models, whose names are those of the types with their version before them (<c>V1PodSpec</c>).
/// </summary>
internal static class Descriptions
{
    private const string Models = "k8s.Models.";
    private static readonly Lazy<Dictionary<string, string>> Texts = new(Read);

    /// <summary>The description of a type or of one of its fields; null when the package says nothing of it.</summary>
    public static string? Of(string type, string field = "")
    {
        var (group, version, name) = type.Split('.') is var parts ? (parts[0], parts[1], parts[2]) : default;
        return Texts.Value.GetValueOrDefault(Key($"{group}{version}{name}.{field}")) ??
            Texts.Value.GetValueOrDefault(Key($"{version}{name}.{field}"));
    }

    private static Dictionary<string, string> Read()
    {
        Dictionary<string, string> texts = [];
        var file = Path.ChangeExtension(typeof(k8s.Models.V1Pod).Assembly.Location, ".xml");
        if (!File.Exists(file)) return texts;
        using var reader = XmlReader.Create(file);
        while (reader.ReadToFollowing("member"))
        {
            var member = reader.GetAttribute("name")!;
            if (member[1] != ':' || !member.AsSpan(2).StartsWith(Models) || member[0] is not ('T' or 'P')) continue;
            var summary = ((XElement)XNode.ReadFrom(reader)).Element("summary")?.Value ?? "";
            texts.TryAdd(Key(member[(2 + Models.Length)..] + (member[0] == 'T' ? "." : "")), Unwrapped(summary));
        }

        return texts;
    }

    // Members are named as C# needs it: NamespaceProperty for namespace, RefProperty for $ref.
    private static string Key(string name)
    {
        var key = string.Concat(name.Where(one => char.IsAsciiLetterOrDigit(one) || one == '.')).ToLowerInvariant();
        return key.EndsWith("property", StringComparison.Ordinal) ? key[..^8] : key;
    }

    // Lines are broken at a width there, and paragraphs divided by an empty line.
    private static string Unwrapped(string summary) => string.Join('\n', summary.Trim().Split('\n', StringSplitOptions.TrimEntries))
        .Replace("\n\n", "\r").Replace('\n', ' ').Replace("\r", "\n\n");
}
