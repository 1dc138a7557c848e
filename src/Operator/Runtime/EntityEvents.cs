using GitOpsGuard.Kubernetes;
using k8s;
using k8s.Models;
using KubeOps.Abstractions.Events;
using EventType = GitOpsGuard.Kubernetes.EventType;

namespace GitOpsGuard.Operator.Runtime;

/// <summary>The contract's event publishers over the recorder.</summary>
internal sealed class EntityEvents(EventRecorder recorder, IEventResourceFactory events) : IEventPublisherFactory
{
    public EventPublisher Create() => PublishAsync;

    private Task PublishAsync(
        IKubernetesObject<V1ObjectMeta> entity,
        string reason,
        string message,
        KubeOps.Abstractions.Events.EventType type,
        CancellationToken cancellationToken)
    {
        var e = events.CreateEvent(entity, reason, message, type);
        var (about, meant) = (e.InvolvedObject, e.Type == nameof(EventType.Warning) ? EventType.Warning : EventType.Normal);
        var reference = new ObjectReference(about.ApiVersion, about.Kind, about.NamespaceProperty, about.Name, about.Uid)
        {
            ResourceVersion = about.ResourceVersion,
        };
        return recorder.RecordAsync(reference, e.Reason, e.Message, meant, cancellationToken);
    }
}
