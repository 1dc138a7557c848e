namespace GitOpsGuard.Playground.Cluster.Representation;

/// <summary>The form in which a client wants objects.</summary>
internal enum Form
{
    Whole,
    Table,
    MetadataOnly,
}
