using k8s;
using k8s.Models;

namespace KubeOps.Abstractions.Events;

/// <summary>
/// Makes the Event that a publisher writes; register one of your own to say it otherwise. The object it is about, its reason,
/// message and type are taken from it; repetitions are counted, and messages bounded, by the publisher.
/// </summary>
public interface IEventResourceFactory
{
    /// <summary>An Event, without a name, times and count, which the publisher sets.</summary>
    Corev1Event CreateEvent(IKubernetesObject<V1ObjectMeta> entity, string reason, string message, EventType type);
}
