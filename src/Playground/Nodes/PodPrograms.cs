namespace GitOpsGuard.Playground.Nodes;

/// <summary>
/// Which images the node really runs, and as which program. Only pods of <paramref name="Namespace"/> with one
/// container are considered: nobody else's image starts a program here.
/// </summary>
/// <param name="Images">Image repository, without tag, to the path of the program.</param>
/// <param name="Environment">Variables that the node adds to every program, such as a proxy exception.</param>
internal sealed record PodPrograms(
    string Namespace,
    IReadOnlyDictionary<string, string> Images,
    IReadOnlyDictionary<string, string> Environment)
{
    /// <summary>The program of a pod, or null for a pod that runs nothing.</summary>
    public string? Find(JsonObject pod)
    {
        if (pod.Namespace() != Namespace || pod["spec"]!["containers"] is not JsonArray { Count: 1 } containers)
            return null;

        var image = (string?)containers[0]!["image"] ?? "";
        var slash = image.LastIndexOf('/');
        var tag = image.IndexOfAny([':', '@'], slash + 1);
        return Images.GetValueOrDefault(tag < 0 ? image : image[..tag]);
    }
}
