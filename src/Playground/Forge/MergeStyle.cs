namespace GitOpsGuard.Playground.Forge;

/// <summary>The ways to merge that this forge offers, out of those that Gitea knows.</summary>
internal enum MergeStyle
{
    /// <summary>A commit with both branches as parents.</summary>
    Merge,

    /// <summary>One commit on the base branch with the whole change.</summary>
    Squash,
}
