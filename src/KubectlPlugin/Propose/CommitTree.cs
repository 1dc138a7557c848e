using System.Diagnostics;
using System.Globalization;
using System.Text;
using GitOpsGuard.Rendering;

namespace GitOpsGuard.KubectlPlugin.Propose;

/// <summary>The files of a commit, read from the object database; nothing is checked out, so no filter touches a byte.</summary>
internal sealed class CommitTree : ISourceTree, IDisposable
{
    private readonly Dictionary<string, List<TreeEntry>> _directories = new(StringComparer.Ordinal) { [""] = [] };
    private readonly Dictionary<string, (string Mode, string Id)> _files = new(StringComparer.Ordinal);
    private readonly Process _reader;

    private CommitTree(Process reader) => _reader = reader;

    /// <summary>Lists a commit.</summary>
    public static async Task<CommitTree> OpenAsync(GitProcess git, string commit, CancellationToken cancellationToken)
    {
        var listing = await git.RunAsync(default, null, ["ls-tree", "-r", "-t", "-z", "-l", commit], cancellationToken);
        var tree = new CommitTree(git.Start(["cat-file", "--batch"]));
        foreach (var line in Encoding.UTF8.GetString(listing).Split('\0', StringSplitOptions.RemoveEmptyEntries)) tree.Add(line);
        return tree;
    }

    /// <inheritdoc/>
    public IReadOnlyList<TreeEntry>? List(string directory) => _directories.GetValueOrDefault(directory);

    /// <inheritdoc/>
    public ReadOnlyMemory<byte>? Read(string path)
    {
        if (!_files.TryGetValue(path, out var file)) return null;
        _reader.StandardInput.Write(file.Id + "\n");
        _reader.StandardInput.Flush();
        var output = _reader.StandardOutput.BaseStream;
        var header = Line(output).Split(' ');
        if (header is not [_, "blob", var size]) throw new PluginException($"git cannot read {path}");
        var content = new byte[int.Parse(size, CultureInfo.InvariantCulture)];
        output.ReadExactly(content);
        output.ReadByte();
        return content;
    }

    /// <summary>Mode of a file as git writes it, such as <c>100644</c>.</summary>
    public string ModeOf(string path) => _files[path].Mode;

    /// <inheritdoc/>
    public void Dispose()
    {
        _reader.StandardInput.Close();
        _reader.Kill();
        _reader.Dispose();
    }

    /// <summary>A line is <c>mode type id size TAB path</c>.</summary>
    private void Add(string line)
    {
        var tab = line.IndexOf('\t');
        var fields = line[..tab].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var path = line[(tab + 1)..];
        var slash = path.LastIndexOf('/');
        var kind = (fields[0], fields[1]) switch
        {
            (_, "tree") => TreeEntryKind.Directory,
            (_, "commit") => TreeEntryKind.Submodule,
            ("120000", _) => TreeEntryKind.SymbolicLink,
            _ => TreeEntryKind.File,
        };
        _directories[slash < 0 ? "" : path[..slash]].Add(new(path[(slash + 1)..], kind, long.TryParse(fields[3], out var size) ? size : 0));
        if (kind == TreeEntryKind.Directory) _directories[path] = [];
        else if (kind != TreeEntryKind.Submodule) _files[path] = (fields[0], fields[2]);
    }

    private static string Line(Stream stream)
    {
        var line = new StringBuilder();
        for (int b; (b = stream.ReadByte()) is not (-1 or '\n');) line.Append((char)b);
        return line.ToString();
    }
}
