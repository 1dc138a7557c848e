namespace GitOpsGuard.Rendering;

/// <summary>Why a source cannot be rendered.</summary>
public enum RenderFault
{
    /// <summary>The path does not exist in the source.</summary>
    PathNotFound,

    /// <summary>A file is not valid.</summary>
    Invalid,

    /// <summary>Two places declare one object.</summary>
    Duplicate,

    /// <summary>The source asks for what this version does not do.</summary>
    Unsupported,

    /// <summary>A bound of <see cref="RenderOptions"/> is exceeded.</summary>
    LimitExceeded,
}
