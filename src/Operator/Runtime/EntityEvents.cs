using GitOpsGuard.Kubernetes;
using k8s;
using k8s.Models;

namespace GitOpsGuard.Operator.Runtime;

/// <summary>The contract's event publisher over the recorder.</summary>
internal sealed class EntityEvents(EventRecorder recorder)
{
    public Task PublishAsync(
        IKubernetesObject<V1ObjectMeta> entity,
        string reason,
        string message,
        KubeOps.Abstractions.Events.EventType type,
        CancellationToken cancellationToken)
    {
        var resource = EntityJson.ResourceOf(entity.GetType());
        var metadata = entity.Metadata;
        var about = new ObjectReference(
            resource.ApiVersion, resource.Kind, metadata.NamespaceProperty, metadata.Name, metadata.Uid)
        {
            ResourceVersion = metadata.ResourceVersion,
        };
        var meant = type == KubeOps.Abstractions.Events.EventType.Warning ? EventType.Warning : EventType.Normal;
        return recorder.RecordAsync(about, reason, message, meant, cancellationToken);
    }
}
