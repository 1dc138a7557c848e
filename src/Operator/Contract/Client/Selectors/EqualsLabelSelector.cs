namespace KubeOps.KubernetesClient.Selectors;

/// <summary>Objects whose label has one of some values.</summary>
/// <param name="Label">Key.</param>
/// <param name="Values">The values.</param>
public sealed record EqualsLabelSelector(string Label, params string[] Values) : LabelSelector
{
    /// <inheritdoc/>
    protected override string ToExpression() => $"{Label} in ({string.Join(',', Values)})";
}
