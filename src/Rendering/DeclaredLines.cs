using GitOpsGuard.Core.Fields;
using GitOpsGuard.Yaml;

namespace GitOpsGuard.Rendering;

/// <summary>The line of each declared leaf of an object.</summary>
internal sealed class DeclaredLines
{
    private readonly string _group;
    private readonly string _kind;
    private readonly Dictionary<string, int> _lines = new(StringComparer.Ordinal);

    private DeclaredLines(string group, string kind)
    {
        _group = group;
        _kind = kind;
    }

    public static IReadOnlyDictionary<string, int> Of(YamlNode root, string group, string kind)
    {
        var lines = new DeclaredLines(group, kind);
        lines.Visit(root, FieldPath.Root, root.Start.Line);
        return lines._lines;
    }

    private void Visit(YamlNode node, FieldPath at, int line)
    {
        switch (YamlAlias.Resolve(node))
        {
            case YamlMapping { Members.Count: > 0 } map:
                foreach (var (name, entry) in map.Members) Visit(entry.Value, at.Append(name), entry.Key.Start.Line);
                break;
            case YamlSequence { Items.Count: > 0 } list:
                var keys = ListKeys.Of(_group, _kind, at);
                for (var i = 0; i < list.Items.Count; i++)
                    Visit(list.Items[i], at.Append(YamlLists.StepTo(keys, list.Items[i], i)), list.Items[i].Start.Line);
                break;
            default:
                _lines[at.ToString()] = line;
                break;
        }
    }
}
