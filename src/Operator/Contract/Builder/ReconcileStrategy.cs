namespace KubeOps.Abstractions.Builder;

/// <summary>Which changes of an entity are reconciled.</summary>
public enum ReconcileStrategy
{
    /// <summary>Those of the spec, of the reconcile annotation, and the beginning of a deletion.</summary>
    ByGeneration,

    /// <summary>All.</summary>
    ByResourceVersion,
}
