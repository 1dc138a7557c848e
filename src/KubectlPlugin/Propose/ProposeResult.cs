using System.Text.Json.Nodes;

namespace GitOpsGuard.KubectlPlugin.Propose;

/// <summary>What became of a proposal.</summary>
/// <param name="Change">The change request.</param>
/// <param name="PullRequest">Page of the pull request; null when the user must open it.</param>
internal sealed record ProposeResult(FoundChange Change, string? PullRequest)
{
    /// <summary>The edited file; null when the pull request existed already.</summary>
    public string? File { get; init; }

    /// <summary>The pushed branch.</summary>
    public string? Branch { get; init; }

    /// <summary>The pushed commit.</summary>
    public string? Commit { get; init; }

    /// <summary>What the commit changes.</summary>
    public string? Diff { get; init; }

    /// <summary>The page on which to open the pull request, when it could not be opened.</summary>
    public string? Page { get; init; }

    /// <summary>What would have had the pull request opened; null when it is open.</summary>
    public string? Hint { get; init; }

    /// <summary>What the user should know.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The result for programs.</summary>
    public JsonObject ToJson()
    {
        var json = new JsonObject
        {
            ["changeRequest"] = new JsonObject { ["namespace"] = Change.Namespace, ["name"] = Change.Name },
            ["object"] = Change.Object,
            ["state"] = PullRequest is null ? "Pushed" : "Proposed",
            ["pullRequest"] = PullRequest,
        };
        if (File is not null) json["file"] = File;
        if (Branch is not null) json["branch"] = Branch;
        if (Commit is not null) json["commit"] = Commit;
        if (Page is not null) json["newPullRequestPage"] = Page;
        if (Hint is not null) json["hint"] = Hint;
        if (Diff is not null) json["diff"] = Diff + "\n";
        if (Notes.Count > 0) json["notes"] = new JsonArray([.. Notes.Select(note => JsonValue.Create(note))]);
        return json;
    }
}
