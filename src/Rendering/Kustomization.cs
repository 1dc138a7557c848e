using System.Text.Json.Nodes;
using GitOpsGuard.Yaml;

namespace GitOpsGuard.Rendering;

/// <summary>A kustomization that only lists its resources, which is all that is read of Kustomize so far.</summary>
internal static class Kustomization
{
    private static readonly string[] FileNames = ["kustomization.yaml", "kustomization.yml", "Kustomization"];

    /// <summary>Name of the kustomization among the entries of a directory.</summary>
    public static string? FindIn(IReadOnlyList<TreeEntry> entries) =>
        FileNames.FirstOrDefault(name => entries.Any(entry => entry.Name == name && entry.Kind == TreeEntryKind.File));

    /// <summary>The entries of <c>resources</c> with their lines, as paths from the root of the tree.</summary>
    /// <exception cref="RenderException">The file is not valid or does more than list resources.</exception>
    public static IReadOnlyList<(string Path, int Line)> Resources(string file, ReadOnlySpan<byte> content, YamlLimits limits)
    {
        try
        {
            var documents = YamlFile.Parse(content, limits).Documents;
            if (documents is not [{ Root: YamlMapping map }])
                throw new RenderException(RenderFault.Invalid, file, 1, "a kustomization is one map with a list of resources");
            foreach (var (name, entry) in map.Members)
            {
                if (name is not ("apiVersion" or "kind" or "metadata" or "resources"))
                    throw Unsupported(file, entry.Key.Start.Line, $"'{name}' of Kustomize is not rendered yet, only 'resources'");
            }

            return Listed(file, map);
        }
        catch (YamlException e)
        {
            throw new RenderException(RenderFault.Invalid, file, e.Line, e.Message);
        }
    }

    private static List<(string, int)> Listed(string file, YamlMapping map)
    {
        var resources = new List<(string, int)>();
        if (!map.Members.TryGetValue("resources", out var entry)) return resources;
        if (YamlAlias.Resolve(entry.Value) is not YamlSequence list)
            throw new RenderException(RenderFault.Invalid, file, entry.Key.Start.Line, "resources must be a list of files and directories");
        foreach (var item in list.Items)
        {
            var line = item.Start.Line;
            if (YamlAlias.Resolve(item) is not YamlScalar scalar || scalar.ToJson() is not JsonValue value || !value.TryGetValue<string>(out var text))
                throw new RenderException(RenderFault.Invalid, file, line, "a resource must be the name of a file or directory");
            if (text.Contains("://") || text.Contains('?') || text.StartsWith("github.com", StringComparison.Ordinal) || text.Contains('@'))
                throw Unsupported(file, line, $"the remote resource '{text}' is not read; copy it into the repository");
            resources.Add((TreePath.Combine(TreePath.Parent(file), text)
                ?? throw new RenderException(RenderFault.Invalid, file, line, $"'{text}' leaves the repository"), line));
        }

        return resources;
    }

    private static RenderException Unsupported(string file, int line, string problem) =>
        new(RenderFault.Unsupported, file, line, $"{problem}; point spec.path at a directory of plain manifests");
}
