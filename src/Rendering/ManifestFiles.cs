using System.Text;

namespace GitOpsGuard.Rendering;

/// <summary>Finds the manifest files below a path of a tree, within the bounds.</summary>
internal sealed class ManifestFiles(ISourceTree tree, RenderOptions options)
{
    private readonly List<ManifestFile> _files = [];
    private int _entries;

    /// <summary>
    /// The files in the order of their paths. Names that begin with a dot are left out; a directory with a kustomization
    /// gives what that lists.
    /// </summary>
    public IReadOnlyList<ManifestFile> Below(string path)
    {
        var root = TreePath.Combine("", path.TrimStart('/'))
            ?? throw new RenderException(RenderFault.PathNotFound, path, 0, "the path leaves the repository; give a path below its root");
        if (tree.List(root) is null)
        {
            throw new RenderException(RenderFault.PathNotFound, Display(root), 0, tree.Read(root) is null
                ? "there is no such directory in this revision; set spec.path to one that exists"
                : "the path is a file; set spec.path to its directory");
        }

        Walk(root, depth: 0);
        _files.Sort((a, b) => string.CompareOrdinal(a.Path, b.Path));
        return _files;
    }

    private static string Display(string directory) => directory.Length == 0 ? "." : directory;

    private void Walk(string directory, int depth)
    {
        if (depth > options.MaxDepth)
            throw Limit(Display(directory), $"directories nest deeper than {options.MaxDepth} levels");
        var entries = tree.List(directory) ?? [];
        if ((_entries += entries.Count) > options.MaxEntries)
            throw Limit(Display(directory), $"more than {options.MaxEntries} files and directories below the path");
        if (Kustomization.FindIn(entries) is { } kustomization)
        {
            Listed(Join(directory, kustomization), depth);
            return;
        }

        foreach (var entry in entries)
            if (!entry.Name.StartsWith('.')) Visit(entry, Join(directory, entry.Name), depth);
    }

    private static string Join(string directory, string name) => directory.Length == 0 ? name : $"{directory}/{name}";

    private void Listed(string kustomization, int depth)
    {
        var content = tree.Read(kustomization) ?? ReadOnlyMemory<byte>.Empty;
        foreach (var (path, line) in Kustomization.Resources(kustomization, content.Span, options.Yaml))
        {
            var directory = TreePath.Parent(path);
            var entry = tree.List(directory)?.FirstOrDefault(entry => Join(directory, entry.Name) == path);
            if (entry is { Kind: TreeEntryKind.File }) Add(new(path, path), entry.Size);
            else if (entry is null && path.Length > 0)
                throw new RenderException(RenderFault.Invalid, kustomization, line, $"the resource '{path}' does not exist in this revision");
            else if (entry is { Kind: TreeEntryKind.Directory } && Kustomization.FindIn(tree.List(path) ?? []) is null)
                throw new RenderException(RenderFault.Invalid, kustomization, line, $"the directory '{path}' has no kustomization; add one, or list its files");
            else if (entry is { Kind: TreeEntryKind.Directory }) Walk(path, depth + 1);
            else throw new RenderException(RenderFault.Unsupported, kustomization, line, $"the resource '{path}' is neither a file nor a directory below the root");
        }
    }

    private void Visit(TreeEntry entry, string path, int depth)
    {
        if (entry.Name == "Chart.yaml")
        {
            throw new RenderException(RenderFault.Unsupported, path, 0,
                "Helm charts are not rendered yet, only plain YAML; point spec.path at a directory of plain manifests");
        }

        switch (entry.Kind)
        {
            case TreeEntryKind.Directory:
                Walk(path, depth + 1);
                break;
            case TreeEntryKind.File when IsManifest(entry.Name):
                Add(new(path, path), entry.Size);
                break;
            case TreeEntryKind.SymbolicLink:
                Follow(path);
                break;
            case TreeEntryKind.Submodule:
                throw new RenderException(RenderFault.Unsupported, path, 0,
                    "submodules are not read; make the other repository a GitSource of its own");
        }
    }

    /// <summary>A link to a manifest within the tree is read in place of it; other links may only lead to what is no manifest.</summary>
    private void Follow(string path)
    {
        var target = Target(path);
        var isDirectory = target is not null && tree.List(target) is not null;
        if (target is not null && !isDirectory && !IsManifest(path)) return;
        if (target is null || isDirectory || tree.Read(target) is null)
        {
            throw new RenderException(RenderFault.Unsupported, path, 0,
                "a symbolic link is followed only to a file of the same repository; replace it by what it points to");
        }

        Add(new(path, target), size: 0);
    }

    private string? Target(string path) =>
        tree.Read(path) is { Length: <= 4096 } link
            ? TreePath.Combine(TreePath.Parent(path), Encoding.UTF8.GetString(link.Span))
            : null;

    private void Add(ManifestFile file, long size)
    {
        if (_files.Count >= options.MaxFiles) throw Limit(file.Path, $"more than {options.MaxFiles} manifest files below the path");
        if (size > options.Yaml.MaxBytes) throw Limit(file.Path, $"the file is larger than {options.Yaml.MaxBytes} bytes");
        _files.Add(file);
    }

    private static bool IsManifest(string name) =>
        name.EndsWith(".yaml", StringComparison.Ordinal) || name.EndsWith(".yml", StringComparison.Ordinal)
        || name.EndsWith(".json", StringComparison.Ordinal);

    private static RenderException Limit(string file, string problem) =>
        new(RenderFault.LimitExceeded, file, 0, $"{problem}; split the source over several GitSyncs");
}
