namespace GitOpsGuard.Rendering;

/// <summary>What an entry of a directory is.</summary>
public enum TreeEntryKind
{
    /// <summary>A file.</summary>
    File,

    /// <summary>A directory.</summary>
    Directory,

    /// <summary>A symbolic link.</summary>
    SymbolicLink,

    /// <summary>A submodule: a commit of another repository.</summary>
    Submodule,
}
