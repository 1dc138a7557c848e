namespace GitOpsGuard.Playground.Cluster.Storage;

/// <summary>All objects of a kind, in every version that is served.</summary>
internal readonly record struct Collection(string Group, string Plural);

/// <summary>Where an object lies: its collection and its name; the namespace is empty for cluster-scoped kinds.</summary>
internal readonly record struct ObjectKey(string Group, string Plural, string Namespace, string Name)
{
    public Collection Collection => new(Group, Plural);
}
