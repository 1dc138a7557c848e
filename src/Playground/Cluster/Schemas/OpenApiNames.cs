namespace GitOpsGuard.Playground.Cluster.Schemas;

/// <summary>The names that types have in the OpenAPI documents.</summary>
internal static partial class OpenApiNames
{
    /// <summary>The type's own name: <c>PodSpec</c> for the model <c>V1PodSpec</c>.</summary>
    public static string Short(string model) => Form().Match(model) is { Success: true } match
        ? match.Groups["name"].Value
        : model;

    /// <summary>The name of a built-in type's schema: <c>io.k8s.api.v1.PodSpec</c>.</summary>
    public static string Of(string model) => Form().Match(model) is { Success: true } match
        ? $"io.k8s.api.{match.Groups["prefix"].Value.ToLowerInvariant()}.{match.Groups["name"].Value}"
        : $"io.k8s.api.{model}";

    /// <summary>The name of a custom kind's schema: <c>dev.gitopsguard.v1alpha1.GitSync</c>.</summary>
    public static string Of(KindRow custom) =>
        string.Join('.', custom.Group.Split('.').Reverse().Append(custom.Version).Append(custom.Kind));

    [GeneratedRegex(@"^(?<prefix>[A-Z]?[a-z]*[vV]\d)(?<name>[A-Z]\w*)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Form();
}
