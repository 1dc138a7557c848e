using System.Text.Json;

namespace GitOpsGuard.Kubernetes;

/// <summary>One event of a watch.</summary>
/// <param name="Type">What happened.</param>
/// <param name="Object">The object; of a <see cref="WatchEventType.Bookmark"/> only its <c>metadata.resourceVersion</c> counts.</param>
public sealed record WatchEvent(WatchEventType Type, JsonElement Object);
