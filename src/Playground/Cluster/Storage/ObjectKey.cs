namespace GitOpsGuard.Playground.Cluster.Storage;

/// <summary>Where an object lies: its collection and its name; the namespace is empty for cluster-scoped kinds.</summary>
internal readonly record struct ObjectKey(string Group, string Plural, string Namespace, string Name)
{
    /// <summary>The collection that all versions of a kind share.</summary>
    public Collection Collection => new(Group, Plural);
}
