namespace KubeOps.Abstractions.Events;

/// <summary>Makes the publishers that controllers are given.</summary>
public interface IEventPublisherFactory
{
    /// <summary>A publisher.</summary>
    EventPublisher Create();
}
