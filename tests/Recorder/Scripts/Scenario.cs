using System.Text.Json.Nodes;

namespace GitOpsGuard.Recorder.Scripts;

/// <summary>
/// What one recording does, in a namespace of its own. Users are named by their certificate: <c>alice</c>, or
/// <c>alice:group,group</c>; nobody named is an administrator. <c>$ns</c>, <c>$webhook</c>, <c>$bundle</c> and captured
/// variables stand for their values in every text.
/// </summary>
/// <param name="Area">The script that it is written in.</param>
/// <param name="Title">Its name there.</param>
/// <param name="Steps">What it does, in order.</param>
internal sealed record Scenario(string Area, string Title, IReadOnlyList<Step> Steps)
{
    public string Name => $"{Area}/{Title}";

    public string Namespace => $"{Area}-{Title}";

    /// <summary>Whether it needs a server with controllers. Where it does not, none runs while it is recorded, so that nothing writes in between.</summary>
    public bool Controllers { get; init; }

    /// <summary>Files in the folder that kubectl runs in.</summary>
    public IReadOnlyDictionary<string, string> Files { get; init; } = new Dictionary<string, string>();

    /// <summary>The answers of the webhooks at <c>$webhook/NAME</c>.</summary>
    public JsonObject Webhooks { get; init; } = [];
}
