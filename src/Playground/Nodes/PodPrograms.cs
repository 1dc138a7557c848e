namespace GitOpsGuard.Playground.Nodes;

/// <summary>
/// Which images the node really runs, and as which program. Only pods of <paramref name="Namespace"/> with one container are
/// considered: nobody else's image starts a program here.
/// </summary>
/// <param name="Images">Image repository, without tag, to the path of the program.</param>
/// <param name="Environment">Variables that the node adds to every program, such as a proxy exception.</param>
internal sealed record PodPrograms(
    string Namespace, IReadOnlyDictionary<string, string> Images, IReadOnlyDictionary<string, string> Environment)
{
    /// <summary>The program of a pod, or null for a pod that runs nothing.</summary>
    public string? Find(JsonObject pod)
    {
        if (pod.Namespace() != Namespace || pod.Items("spec", "containers").ToList() is not [var container]) return null;
        var image = container.Text("image") ?? "";
        var tag = image.IndexOfAny([':', '@'], image.LastIndexOf('/') + 1);
        return Images.GetValueOrDefault(tag < 0 ? image : image[..tag]);
    }
}
