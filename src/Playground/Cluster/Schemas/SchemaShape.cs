namespace GitOpsGuard.Playground.Cluster.Schemas;

/// <summary>The form of a value: what may lie under it.</summary>
internal enum SchemaShape
{
    /// <summary>Anything; its own form decides.</summary>
    Untyped,

    /// <summary>A string, number or boolean.</summary>
    Scalar,

    /// <summary>An object with known fields.</summary>
    Struct,

    /// <summary>An object whose keys are free.</summary>
    Map,

    /// <summary>A list.</summary>
    List,
}
