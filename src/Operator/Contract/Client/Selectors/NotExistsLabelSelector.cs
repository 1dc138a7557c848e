namespace KubeOps.KubernetesClient.Selectors;

/// <summary>Objects that lack a label.</summary>
/// <param name="Label">Key.</param>
public sealed record NotExistsLabelSelector(string Label) : LabelSelector
{
    /// <inheritdoc/>
    protected override string ToExpression() => $"!{Label}";
}
