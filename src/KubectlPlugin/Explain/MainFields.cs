using GitOpsGuard.Core.Fields;

namespace GitOpsGuard.KubectlPlugin.Explain;

/// <summary>Which declared fields people ask for first.</summary>
internal static class MainFields
{
    /// <summary>The most telling declared fields with their lines, in the order of the file.</summary>
    public static IReadOnlyList<KeyValuePair<string, int>> Of(IReadOnlyDictionary<string, int> lines, int most) =>
        [.. lines.OrderBy(line => Rank(line.Key)).ThenBy(line => line.Value).Take(most).OrderBy(line => line.Value).ThenBy(line => line.Key, StringComparer.Ordinal)];

    private static int Rank(string path)
    {
        var elements = FieldPath.Parse(path).Elements;
        if (elements is not [PathElement.Field(var root), ..] || elements[^1] is not PathElement.Field(var leaf)) return 4;
        if (root is "apiVersion" or "kind" or "metadata") return 5;
        if (elements.Length == 2 && leaf is "replicas" or "schedule" or "suspend" or "type" or "clusterIP") return 0;
        if (leaf == "image") return 1;
        if (root is "data" || (path.Contains(".resources.") && leaf is "cpu" or "memory") || leaf is "port" or "containerPort" or "host") return 2;
        return 3;
    }
}
