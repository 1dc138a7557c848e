namespace GitOpsGuard.Kubernetes.Kinds;

/// <summary>Reasons of conditions and events. Where the meaning is the same they are Flux's words.</summary>
public static class Reasons
{
    /// <summary>All that the spec says has been done.</summary>
    public const string ReconciliationSucceeded = "ReconciliationSucceeded";

    /// <summary>Work is under way.</summary>
    public const string Progressing = "Progressing";

    /// <summary>The last attempt failed and will be tried again.</summary>
    public const string ProgressingWithRetry = "ProgressingWithRetry";

    /// <summary>The source could not be reached or read.</summary>
    public const string GitOperationFailed = "GitOperationFailed";

    /// <summary>Credentials were refused or are missing.</summary>
    public const string AuthenticationFailed = "AuthenticationFailed";

    /// <summary>The branch, tag or commit does not exist.</summary>
    public const string ReferenceNotFound = "ReferenceNotFound";

    /// <summary>The spec contradicts itself or asks for what this version does not do.</summary>
    public const string InvalidSpec = "InvalidSpec";

    /// <summary>The source does not exist or has no artifact yet.</summary>
    public const string ArtifactFailed = "ArtifactFailed";

    /// <summary>The path does not exist in the source.</summary>
    public const string PathNotFound = "PathNotFound";

    /// <summary>A file cannot be read as manifests.</summary>
    public const string BuildFailed = "BuildFailed";

    /// <summary>The API server refused an object, so nothing of its stage was written.</summary>
    public const string ValidationFailed = "ValidationFailed";

    /// <summary>An object belongs to another GitSync.</summary>
    public const string ObjectClaimed = "ObjectClaimed";

    /// <summary>Applying failed.</summary>
    public const string ReconciliationFailed = "ReconciliationFailed";

    /// <summary>Deleting what Git no longer declares failed.</summary>
    public const string PruneFailed = "PruneFailed";

    /// <summary>An applied object did not become healthy in time.</summary>
    public const string HealthCheckFailed = "HealthCheckFailed";

    /// <summary>A GitSync that this one depends on is not ready.</summary>
    public const string DependencyNotReady = "DependencyNotReady";

    /// <summary>A live object differed from what Git declares and was repaired.</summary>
    public const string DriftCorrected = "DriftCorrected";

    /// <summary>A live object differs from what Git declares.</summary>
    public const string DriftDetected = "DriftDetected";

    /// <summary>A policy trusts an account that anybody may be who may impersonate it.</summary>
    public const string TrustedWithoutProof = "TrustedWithoutProof";

    /// <summary>A BreakGlass is open.</summary>
    public const string Open = "Open";

    /// <summary>A BreakGlass has yet to be approved by a second person.</summary>
    public const string ApprovalPending = "ApprovalPending";

    /// <summary>A BreakGlass is longer than its policy allows, or than what its subjects have left of the day.</summary>
    public const string LimitExceeded = "LimitExceeded";

    /// <summary>The time of a BreakGlass is over.</summary>
    public const string Ended = "Ended";

    /// <summary>A mutating webhook or policy changes what the reconciler writes.</summary>
    public const string MutatedByAdmission = "MutatedByAdmission";

    /// <summary>An autoscaler writes the replicas that Git declares.</summary>
    public const string ContestedByAutoscaler = "ContestedByAutoscaler";

    /// <summary>Reconciliation is suspended.</summary>
    public const string Suspended = "Suspended";
}
