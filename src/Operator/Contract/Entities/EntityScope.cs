namespace KubeOps.Abstractions.Entities;

/// <summary>Where the objects of a kind lie.</summary>
public enum EntityScope
{
    /// <summary>In namespaces.</summary>
    Namespaced,

    /// <summary>In none.</summary>
    Cluster,
}
