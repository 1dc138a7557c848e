using k8s;
using k8s.Models;
using KubeOps.Abstractions.Entities;
using KubeOps.Abstractions.Events;

namespace GitOpsGuard.Operator.Runtime;

/// <summary>The Event that says what the publisher was given, and no more.</summary>
internal sealed class EntityEventFactory : IEventResourceFactory
{
    public Corev1Event CreateEvent(IKubernetesObject<V1ObjectMeta> entity, string reason, string message, EventType type)
    {
        // Entities that were made here, not read, need not know their kind.
        var resource = EntityJson.ResourceOf(entity.GetType());
        var about = entity.MakeObjectReference();
        about.ApiVersion = resource.ApiVersion;
        about.Kind = resource.Kind;
        return new() { InvolvedObject = about, Reason = reason, Message = message, Type = type.ToString() };
    }
}
