namespace KubeOps.KubernetesClient.Selectors;

/// <summary>Selectors that hold together.</summary>
public static class SelectorExtensions
{
    /// <summary>One selector for the objects that all select.</summary>
    public static string ToExpression(this IEnumerable<LabelSelector> selectors) => string.Join(',', selectors.Select(s => (string)s));

    /// <summary>One selector for the objects that all select.</summary>
    public static string ToExpression(this IEnumerable<FieldSelector> selectors) => string.Join(',', selectors.Select(s => (string)s));
}
