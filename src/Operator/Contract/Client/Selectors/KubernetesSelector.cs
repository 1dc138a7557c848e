using System.Diagnostics.CodeAnalysis;

namespace KubeOps.KubernetesClient.Selectors;

/// <summary>Selects objects on the server.</summary>
public abstract record KubernetesSelector
{
    /// <summary>The selector as requests hold it.</summary>
    [SuppressMessage("Usage", "CA2225", Justification = "The contract's shape.")]
    public static implicit operator string(KubernetesSelector selector) => selector.ToExpression();

    /// <summary>The selector as requests hold it.</summary>
    protected abstract string ToExpression();
}
