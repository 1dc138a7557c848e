namespace KubeOps.KubernetesClient.Selectors;

/// <summary>Objects whose label has none of some values, or is absent.</summary>
/// <param name="Label">Key.</param>
/// <param name="Values">The values.</param>
public sealed record NotEqualsLabelSelector(string Label, params string[] Values) : LabelSelector
{
    /// <inheritdoc/>
    protected override string ToExpression() => $"{Label} notin ({string.Join(',', Values)})";
}
