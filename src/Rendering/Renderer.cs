using GitOpsGuard.Core;
using GitOpsGuard.Yaml;

namespace GitOpsGuard.Rendering;

/// <summary>Turns a directory of a source into the objects that it declares. So far plain YAML and JSON.</summary>
public static class Renderer
{
    /// <summary>
    /// Reads every <c>*.yaml</c>, <c>*.yml</c> and <c>*.json</c> below a path, names with a leading dot left out. Objects of
    /// <c>kind: List</c> are taken apart. The order is that of the files' paths, then that within the file.
    /// </summary>
    /// <exception cref="RenderException">
    /// The path is missing, a file is not valid, an object has no name, two places declare one object, or a bound is exceeded.
    /// </exception>
    public static IReadOnlyList<Manifest> Render(ISourceTree tree, string path, RenderOptions? options = null)
    {
        options ??= RenderOptions.Default;
        var manifests = new List<Manifest>();
        var seen = new Dictionary<ObjectIdentity, Origin>();
        long bytes = 0;
        foreach (var file in new ManifestFiles(tree, options).Below(path))
        {
            var content = tree.Read(file.Content)
                ?? throw new RenderException(RenderFault.Invalid, file.Path, 0, "the file cannot be read from the repository");
            if ((bytes += content.Length) > options.MaxTotalBytes)
                throw new RenderException(RenderFault.LimitExceeded, file.Path, 0, $"more than {options.MaxTotalBytes} bytes of manifests; split the source over several GitSyncs");
            foreach (var manifest in RenderFile(file.Path, content.Span, options.Yaml))
            {
                Distinct(seen, manifest);
                manifests.Add(manifest);
                if (manifests.Count > options.MaxObjects)
                    throw new RenderException(RenderFault.LimitExceeded, file.Path, 0, $"more than {options.MaxObjects} objects; split the source over several GitSyncs");
            }
        }

        return manifests;
    }

    /// <summary>The objects of one file.</summary>
    /// <exception cref="RenderException">The file is not valid or an object has no name.</exception>
    public static IReadOnlyList<Manifest> RenderFile(string file, ReadOnlySpan<byte> content, YamlLimits? limits = null)
    {
        try
        {
            var manifests = new List<Manifest>();
            foreach (var document in YamlFile.Parse(content, limits).Documents)
                ManifestReader.Read(file, document, manifests);
            return manifests;
        }
        catch (YamlException e)
        {
            throw new RenderException(RenderFault.Invalid, file, e.Line, e.Message);
        }
    }

    private static void Distinct(Dictionary<ObjectIdentity, Origin> seen, Manifest manifest)
    {
        if (seen.TryAdd(manifest.Identity, manifest.Origin)) return;
        throw new RenderException(RenderFault.Duplicate, manifest.Origin.File, manifest.Origin.Line,
            $"{manifest.Identity.Display} is already declared at {seen[manifest.Identity]}; keep one of the two");
    }
}
