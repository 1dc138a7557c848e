using System.Text;
using GitOpsGuard.Kubernetes.Kinds;

namespace GitOpsGuard.KubectlPlugin.Propose;

/// <summary>The words of a commit and its pull request.</summary>
internal static class ProposalText
{
    private const int LongestTitle = 72;

    /// <summary>One line that says what changes.</summary>
    public static string Title(FoundChange change)
    {
        var title = change.Spec switch
        {
            { Operation: "DELETE" } => $"Delete {change.Object}",
            { Changes: [{ To: null } only] } => $"Remove {only.Path} of {change.Object}",
            { Changes: [var only] } => $"Set {only.Path} of {change.Object} to {JsonValues.Short(only.To)}",
            { Changes.Count: var count } => $"Change {count} fields of {change.Object}",
        };
        return title.Length <= LongestTitle ? title : $"Change {change.Object}" is { Length: <= LongestTitle } shorter ? shorter : title[..(LongestTitle - 3)] + "...";
    }

    /// <summary>The lines that list the changes.</summary>
    public static IReadOnlyList<string> Changes(ChangeRequestSpec change) => change.Operation == "DELETE"
        ? ["delete the object"]
        : [.. change.Changes.Select(field => $"{field.Path}  {JsonValues.Short(field.From)} -> {JsonValues.Short(field.To)}")];

    /// <summary>The commit's message.</summary>
    public static string Commit(FoundChange change, string title) =>
        $"{title}\n\n{string.Concat(Changes(change.Spec).Select(line => $"- {line}\n"))}\nChange-Request: {change.Name}\nRequested-By: {OneLine(change.Spec.User)}\n";

    /// <summary>The pull request's description.</summary>
    public static string Body(FoundChange change, ProposedEdit edit)
    {
        var body = new StringBuilder();
        body.Append($"A direct change of `{change.Object}` was denied, since Git manages it. This makes the same change in `{edit.File}`.\n\n");
        foreach (var line in Changes(change.Spec)) body.Append($"- `{line.Replace('`', '\'')}`\n");
        body.Append($"\nAsked for by `{OneLine(change.Spec.User).Replace('`', '\'')}`, change request `{change.Name}`.\n");
        body.Append("Rendered before and after: this object becomes exactly what was asked for, and no other object changes.\n");
        foreach (var note in edit.Notes) body.Append($"\nNote: {note}.\n");
        return body.ToString();
    }

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");
}
