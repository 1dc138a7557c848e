namespace GitOpsGuard.Playground.Cluster.Schemas;

/// <summary>How the elements of a list are told apart.</summary>
internal enum ListKind
{
    /// <summary>Not at all: the list is one value.</summary>
    Atomic,

    /// <summary>By their value.</summary>
    Set,

    /// <summary>By the values of their keys.</summary>
    Map,
}
