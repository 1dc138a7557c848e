using System.Diagnostics.CodeAnalysis;
using k8s;
using k8s.Models;

namespace KubeOps.Abstractions.Reconciliation;

/// <summary>How a call of a controller or finalizer ended.</summary>
/// <typeparam name="TEntity">The kind.</typeparam>
[SuppressMessage("Design", "CA1000", Justification = "The contract's shape.")]
public sealed record ReconciliationResult<TEntity>
    where TEntity : IKubernetesObject<V1ObjectMeta>
{
    private ReconciliationResult(TEntity entity, bool isSuccess, string? errorMessage, Exception? error, TimeSpan? requeueAfter)
    {
        Entity = entity;
        IsSuccess = isSuccess;
        ErrorMessage = errorMessage;
        Error = error;
        RequeueAfter = requeueAfter;
    }

    /// <summary>The entity that was dealt with.</summary>
    public TEntity Entity { get; }

    /// <summary>Whether the call did what it should.</summary>
    public bool IsSuccess { get; }

    /// <summary>What went wrong; null of a success.</summary>
    public string? ErrorMessage { get; }

    /// <summary>The exception behind a failure, if any.</summary>
    public Exception? Error { get; }

    /// <summary>When to call again. Null: after a success not before something changes, after a failure with growing delays.</summary>
    public TimeSpan? RequeueAfter { get; set; }

    /// <summary>The call did what it should.</summary>
    public static ReconciliationResult<TEntity> Success(TEntity entity, TimeSpan? requeueAfter = null) =>
        new(entity, true, null, null, requeueAfter);

    /// <summary>The call failed and is to be made again.</summary>
    public static ReconciliationResult<TEntity> Failure(
        TEntity entity, string errorMessage, Exception? error = null, TimeSpan? requeueAfter = null) =>
        new(entity, false, errorMessage, error, requeueAfter);
}
