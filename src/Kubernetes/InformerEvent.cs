using System.Text.Json;
using GitOpsGuard.Kubernetes.Transport;

namespace GitOpsGuard.Kubernetes;

/// <summary>A change of an informer's store.</summary>
public sealed class InformerEvent
{
    private readonly byte[]? _before;
    private volatile Parsed? _old;

    /// <summary>A change.</summary>
    public InformerEvent(InformerEventType type, JsonElement obj, JsonElement? old)
    {
        Type = type;
        Object = obj;
        if (old is { } element) _old = new(element);
    }

    internal InformerEvent(InformerEventType type, JsonElement obj, byte[] before)
    {
        Type = type;
        Object = obj;
        _before = before;
    }

    /// <summary>What happened.</summary>
    public InformerEventType Type { get; }

    /// <summary>The object as it is now, of a deleted one its last known form.</summary>
    public JsonElement Object { get; }

    /// <summary>The object as it was in the store; null of an added one.</summary>
    public JsonElement? Old => (_old ??= _before is null ? null : new(JsonBody.Own(_before)))?.Root;

    private sealed record Parsed(JsonElement Root);
}
