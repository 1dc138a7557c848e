using System.Text;
using GitOpsGuard.Core;
using GitOpsGuard.Kubernetes.Kinds;

namespace GitOpsGuard.KubectlPlugin.Explain;

/// <summary>An explanation for people.</summary>
internal static class ExplanationText
{
    private const int MostFields = 12;

    public static string Of(Explanation explanation)
    {
        var text = new StringBuilder();
        if (explanation.Marker is { } marker) Managed(text, explanation, marker);
        else Unmanaged(text, explanation);
        return text.ToString();
    }

    private static void Managed(StringBuilder text, Explanation explanation, Marker marker)
    {
        text.AppendLine($"{explanation.Object.Display} is managed by Git.");
        if (explanation is { Entry: { } entry, Inventory: { } inventory })
            text.AppendLine($"  declared   {entry.File}:{entry.Line}  {inventory.Repository}@{Output.Short(inventory.Revision)}");
        text.AppendLine($"  GitSync    {marker.SyncNamespace}/{marker.SyncName}  {State(explanation)}");
        foreach (var unread in explanation.Unread) text.AppendLine($"  note       {unread}");
        if (explanation.Entry?.Lines is { Count: > 0 } lines) Fields(text, lines);
        if (explanation is { Entry: null, Unread.Count: 0 })
            text.AppendLine("  note       Git does not declare it any more, or it has not been synced yet");
        text.AppendLine("To change it, edit that file. Or try the change with kubectl: the answer names the");
        text.AppendLine("command that turns it into a pull request.");
    }

    private static void Fields(StringBuilder text, IReadOnlyDictionary<string, int> lines)
    {
        var main = MainFields.Of(lines, MostFields);
        var width = Math.Min(main.Max(field => field.Key.Length), 72);
        var title = "fields";
        foreach (var (path, line) in main)
        {
            text.AppendLine($"  {title,-9}  {path.PadRight(width)}  line {line}");
            title = "";
        }

        if (lines.Count > main.Count) text.AppendLine($"             and {lines.Count - main.Count} more: -o json lists them");
    }

    private static string State(Explanation explanation)
    {
        if (explanation.Sync is not { } sync) return explanation.Unread.Count > 0 ? "state unknown" : "does not exist; its markers lock nothing";
        if (sync.Spec.Suspend) return "suspended";
        var ready = sync.Status.Conditions?.FirstOrDefault(condition => condition.Type == ConditionTypes.Ready);
        return ready?.Status switch
        {
            "True" => $"ready, applied {Output.Short(sync.Status.LastAppliedRevision ?? "")}",
            "False" => $"not ready ({ready.Reason}): {ready.Message}",
            _ => "not reconciled yet",
        };
    }

    private static void Unmanaged(StringBuilder text, Explanation explanation)
    {
        text.AppendLine($"{explanation.Object.Display} is not managed by Git.");
        if (explanation.IsCopied) text.AppendLine("It carries the markers of another object, which do not count.");
        if (explanation.Owner is { } owner)
        {
            var kind = owner.Split(' ')[0];
            text.AppendLine($"It is made by {owner}. Ask about that:");
            text.AppendLine($"  kubectl gitops explain {kind.ToLowerInvariant()}/{owner[(kind.Length + 1)..]}{(explanation.Object.Namespace.Length > 0 ? $" -n {explanation.Object.Namespace}" : "")}");
            return;
        }

        text.AppendLine("To have Git manage it, add its manifest to a path that a GitSync applies:");
        text.AppendLine("  kubectl get gitsyncs -A");
    }
}
