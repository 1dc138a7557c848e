using k8s;
using k8s.Models;

namespace KubeOps.Abstractions.Events;

/// <summary>Makes the Event that a publisher writes; register one of your own to say more in it.</summary>
public interface IEventResourceFactory
{
    /// <summary>An Event, without a name, times and count, which the publisher sets.</summary>
    Corev1Event CreateEvent(IKubernetesObject<V1ObjectMeta> entity, string reason, string message, EventType type);
}
