namespace KubeOps.KubernetesClient.Selectors;

/// <summary>Objects whose field has a value.</summary>
/// <param name="Field">Path.</param>
/// <param name="Value">The value.</param>
public sealed record EqualsFieldSelector(string Field, string Value) : FieldSelector
{
    /// <inheritdoc/>
    protected override string ToExpression() => $"{Field}={Value}";
}
