namespace GitOpsGuard.Yaml.Splicing;

/// <summary>How a document is laid out.</summary>
/// <param name="Step">Blanks by which a map is indented below its parent. Default 2.</param>
/// <param name="ListStep">Blanks by which the dashes of a list are indented below its key. Default 0.</param>
/// <param name="Break">Line break.</param>
internal sealed record DocumentStyle(int Step, int ListStep, string Break)
{
    public static DocumentStyle Of(string text, YamlNode root)
    {
        int? step = null;
        int? listStep = null;
        Look(root);
        return new(step ?? 2, listStep ?? 0, new TextLines(text).Break);

        void Look(YamlNode node)
        {
            if (step is not null && listStep is not null) return;
            if (node is YamlSequence list) foreach (var item in list.Items) Look(item);
            if (node is not YamlMapping { IsFlow: false } map) return;
            foreach (var entry in map.Entries)
            {
                var offset = entry.Value.Start.Column - entry.Key.Start.Column;
                if (entry.Value is YamlMapping { IsFlow: false, Anchor: null, Tag: null } && offset > 0) step ??= offset;
                if (entry.Value is YamlSequence { IsFlow: false, Anchor: null, Tag: null } && offset >= 0) listStep ??= offset;
                Look(entry.Value);
            }
        }
    }
}
