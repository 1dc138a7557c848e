namespace KubeOps.KubernetesClient.Selectors;

/// <summary>Objects whose field has another value.</summary>
/// <param name="Field">Path.</param>
/// <param name="Value">The value.</param>
public sealed record NotEqualsFieldSelector(string Field, string Value) : FieldSelector
{
    /// <inheritdoc/>
    protected override string ToExpression() => $"{Field}!={Value}";
}
