using System.Text.Json;

namespace GitOpsGuard.Kubernetes;

/// <summary>One page of a list.</summary>
internal sealed record ListPage(IReadOnlyList<JsonElement> Items, string ResourceVersion, string? Continue);
