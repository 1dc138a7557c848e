using System.Text.Json.Nodes;

namespace GitOpsGuard.Webhook.Registration;

/// <summary>A condition of an entry, in CEL. Relied upon for what a dead guard stops, never for a verdict.</summary>
internal sealed record MatchCondition(string Name, string Expression)
{
    internal JsonObject ToJson() => new() { ["name"] = Name, ["expression"] = Expression };
}
