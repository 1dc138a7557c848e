using k8s;
using k8s.Models;

namespace KubeOps.Abstractions.Events;

/// <summary>Records an event about an entity. A failure to do so is logged, never thrown.</summary>
public delegate Task EventPublisher(
    IKubernetesObject<V1ObjectMeta> entity,
    string reason,
    string message,
    EventType type = EventType.Normal,
    CancellationToken cancellationToken = default);
