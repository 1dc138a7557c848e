using System.Text;
using System.Text.Json.Nodes;
using GitOpsGuard.Core;
using GitOpsGuard.Core.Fields;
using GitOpsGuard.Kubernetes.Kinds;
using GitOpsGuard.Rendering;
using GitOpsGuard.Yaml;
using GitOpsGuard.Yaml.Splicing;

namespace GitOpsGuard.KubectlPlugin.Propose;

/// <summary>Makes the edit of a source that a denied change asks for, and proves it by rendering again.</summary>
internal sealed class Proposal
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly ISourceTree _tree;
    private readonly SourcePlace _place;
    private readonly ChangeRequestSpec _change;
    private readonly ObjectIdentity _wanted;
    private readonly List<string> _notes = [];

    private Proposal(ISourceTree tree, SourcePlace place, ChangeRequestSpec change)
    {
        _tree = tree;
        _place = place;
        _change = change;
        var changed = change.Object;
        _wanted = new(ObjectIdentity.GroupOf(changed.ApiVersion), changed.Kind, changed.Namespace ?? "", changed.Name);
    }

    /// <summary>Makes and proves the edit.</summary>
    /// <exception cref="PluginException">The source does not declare the object, or no edit of its file alone does what is asked.</exception>
    public static ProposedEdit Make(ISourceTree tree, SourcePlace place, ChangeRequestSpec change) => new Proposal(tree, place, change).Make();

    private ProposedEdit Make()
    {
        var before = Render(_tree, "cannot be rendered, so no edit of it can be proved", null);
        var manifest = Find(before);
        var file = SourceLinks.Follow(_tree, manifest.Origin.File);
        var text = Utf8.GetString(_tree.Read(file)!.Value.Span);
        var (edited, wanted) = _change.Operation == "DELETE" ? (Deleted(manifest, text), null) : Changed(manifest, text);
        var content = edited is null ? (ReadOnlyMemory<byte>?)null : Utf8.GetBytes(edited);
        if (edited == text)
            throw new PluginException($"Git declares {_wanted.Display} at {manifest.Origin} as the change asks already{Notes()}", "Wait until the GitSync has applied it: kubectl get gitsyncs -A");
        Prove(before, manifest, wanted, Render(new EditedTree(_tree, file, content), "could not be rendered after the edit", "Edit the files by hand."));
        return new(file, content, manifest.Origin with { Line = LineOf(manifest) }, _notes);
    }

    /// <summary>The line of the first changed field where Git declares it, as the denial names it; else that of the object.</summary>
    private int LineOf(Manifest manifest) =>
        _change.Changes is [var first, ..] && manifest.Lines.TryGetValue(first.Path, out var line) ? line : manifest.Origin.Line;

    private string Notes() => _notes.Count == 0 ? "" : $" ({string.Join("; ", _notes)})";

    private IReadOnlyList<Manifest> Render(ISourceTree tree, string otherwise, string? next)
    {
        try
        {
            return Renderer.Render(tree, _place.Path);
        }
        catch (RenderException e)
        {
            throw new PluginException($"{_place.Display} {otherwise}: {e.Message}", next, e);
        }
    }

    private Manifest Find(IReadOnlyList<Manifest> manifests)
    {
        var found = manifests.Where(IsWanted).ToArray();
        var moved = found.Length == 1 ? found[0] : found.FirstOrDefault(manifest => manifest.Origin.File == _change.Source?.File);
        if (moved is null)
        {
            throw new PluginException(
                found.Length == 0
                    ? $"{_place.Display} does not declare {_wanted.Display} any more below {_place.Path} (it was at {_change.Source?.File}:{_change.Source?.Line} in {Output.Short(_change.Source?.Revision ?? "")})"
                    : $"{_place.Display} declares {_wanted.Display} {found.Length} times: {string.Join(", ", found.Select(manifest => manifest.Origin))}",
                "Look at the repository: Git has moved on since the change was denied.");
        }

        if (_change.Source is { } source && moved.Origin.File != source.File) _notes.Add($"it is declared in {moved.Origin.File} now, no longer in {source.File}");
        return moved;
    }

    /// <summary>The namespace of an object is the GitSync's target, else its own, else that of the GitSync.</summary>
    private bool IsWanted(Manifest manifest)
    {
        var declared = manifest.Identity;
        if (declared.Group != _wanted.Group || declared.Kind != _wanted.Kind || declared.Name != _wanted.Name) return false;
        return _wanted.Namespace.Length == 0
            || (_place.TargetNamespace ?? (declared.Namespace.Length > 0 ? declared.Namespace : _place.SyncNamespace)) == _wanted.Namespace;
    }

    private static string? Deleted(Manifest manifest, string text)
    {
        try
        {
            var rest = manifest.Place.Count > 0
                ? YamlSplice.Remove(text, manifest.Origin.Document, manifest.Place)
                : YamlSplice.RemoveDocument(text, manifest.Origin.Document);
            return YamlFile.Parse(rest).Documents.Count == 0 ? null : rest;
        }
        catch (SpliceException e)
        {
            throw Refused(manifest, "the object", e);
        }
    }

    private (string Text, JsonObject Wanted) Changed(Manifest manifest, string text)
    {
        var wanted = manifest.Object.DeepClone().AsObject();
        var fields = new ObjectFields(wanted, _wanted.Group, _wanted.Kind);
        foreach (var change in ChangeOrder.Of(_change.Changes))
        {
            var path = FieldPath.Parse(change.Path);
            if (OwnMarks.Contains(path))
            {
                _notes.Add($"{change.Path} is written by GitOpsGuard itself and left out");
                continue;
            }

            text = Apply(manifest, text, fields, path, change);
        }

        return (text, wanted);
    }

    private string Apply(Manifest manifest, string text, ObjectFields fields, FieldPath path, FieldChange change)
    {
        var isDeclared = fields.TryGet(path, out var declared);
        if (change.To is null && !isDeclared)
        {
            _notes.Add($"{change.Path} is not declared in Git, so there is nothing to remove");
            return text;
        }

        var object_ = Node(text, manifest);
        var steps = Steps(object_, path);
        if (change.To is null)
        {
            fields.Remove(path);
            return Splice(manifest, change, () => YamlSplice.Remove(text, manifest.Origin.Document, [.. manifest.Place, .. steps ?? throw Missing(manifest, change)]));
        }

        var (from, to) = (JsonValues.Node(change.From), JsonValues.Node(change.To));
        if (isDeclared && declared is not (JsonObject or JsonArray) && !JsonValues.Same(declared, from) && !JsonValues.Same(declared, to))
            _notes.Add($"Git declares {change.Path} as {declared?.ToJsonString() ?? "null"} now; the change was made from {JsonValues.Short(change.From)}");
        var value = isDeclared ? new Rebase(_wanted.Group, _wanted.Kind).Onto(declared, from, to, path) : to;
        if (isDeclared && JsonValues.Same(declared, value)) return text;
        if (steps is null || !fields.Set(path, value)) throw Missing(manifest, change);
        return Splice(manifest, change, () => YamlSplice.Set(text, manifest.Origin.Document, [.. manifest.Place, .. steps], value));
    }

    /// <summary>The way to a field within the file; an item that is not there lies behind the last.</summary>
    private IReadOnlyList<YamlStep>? Steps(YamlNode node, FieldPath path)
    {
        if (YamlLists.Locate(node, _wanted.Group, _wanted.Kind, path) is { } steps) return steps;
        if (path.Elements[^1] is PathElement.Field || YamlLists.Locate(node, _wanted.Group, _wanted.Kind, FieldPath.Of(path.Elements[..^1])) is not { } list) return null;
        var parent = list.Aggregate((YamlNode?)node, YamlLists.Child);
        var count = parent is null ? 0 : YamlAlias.Resolve(parent) is YamlSequence sequence ? sequence.Items.Count : 0;
        return path.Elements[^1] is PathElement.Index(var index) && index != count ? null : [.. list, count];
    }

    private static YamlNode Node(string text, Manifest manifest) => YamlFile.Parse(text).Documents[manifest.Origin.Document].Find([.. manifest.Place])!;

    private static string Splice(Manifest manifest, FieldChange change, Func<string> edit)
    {
        try
        {
            return edit();
        }
        catch (SpliceException e)
        {
            throw Refused(manifest, change.Path, e);
        }
    }

    private static PluginException Refused(Manifest manifest, string what, SpliceException e) =>
        new($"{what} cannot be edited at {manifest.Origin.File}:{e.Line}: {e.Message}", "Edit the file by hand.", e);

    private PluginException Missing(Manifest manifest, FieldChange change) =>
        new($"{change.Path} has no place in {_wanted.Display} as Git declares it at {manifest.Origin}", "Git has moved on, or another writer added the item around it. Edit the file by hand.");

    /// <summary>The object is exactly the wanted one, and nothing else moved.</summary>
    private void Prove(IReadOnlyList<Manifest> before, Manifest manifest, JsonObject? wanted, IReadOnlyList<Manifest> after)
    {
        var left = after.ToDictionary(other => other.Identity);
        foreach (var old in before)
        {
            var isTarget = old.Identity == manifest.Identity;
            var expected = isTarget ? wanted : old.Object;
            var isThere = left.Remove(old.Identity, out var now);
            if (expected is null ? isThere : !isThere || !JsonValues.Same(expected, now!.Object))
                throw new PluginException($"the edit of {manifest.Origin.File} would {(isTarget ? "not give what was asked" : $"also change {old.Identity.Display} at {old.Origin}")}", "Edit the file by hand.");
        }

        if (left.Count > 0) throw new PluginException($"the edit of {manifest.Origin.File} would add {left.Keys.First().Display}", "Edit the file by hand.");
    }
}
