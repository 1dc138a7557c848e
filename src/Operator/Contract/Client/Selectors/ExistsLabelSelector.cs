namespace KubeOps.KubernetesClient.Selectors;

/// <summary>Objects that have a label.</summary>
/// <param name="Label">Key.</param>
public sealed record ExistsLabelSelector(string Label) : LabelSelector
{
    /// <inheritdoc/>
    protected override string ToExpression() => Label;
}
