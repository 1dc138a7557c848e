using k8s;
using k8s.Models;

namespace KubeOps.Abstractions.Reconciliation.Queue;

/// <summary>Asks for a reconciliation of an entity.</summary>
/// <param name="entity">The entity; only its namespace and name are kept.</param>
/// <param name="type">Not needed: what has become of the entity is seen when its turn comes.</param>
/// <param name="reconciliationTriggerSource">Who asks.</param>
/// <param name="queueIn">How long to wait; zero or less means now.</param>
/// <param name="retryCount">Not needed: failures are counted by the queue.</param>
/// <param name="cancellationToken">Cancels.</param>
/// <returns>False where no controller is running, as while another replica leads.</returns>
public delegate Task<bool> EntityQueue<in TEntity>(
    TEntity entity,
    ReconciliationType type,
    ReconciliationTriggerSource reconciliationTriggerSource,
    TimeSpan queueIn,
    int retryCount,
    CancellationToken cancellationToken)
    where TEntity : IKubernetesObject<V1ObjectMeta>;
