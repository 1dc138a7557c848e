using System.Text.Json;
using System.Text.Json.Nodes;
using k8s.Models;

namespace GitOpsGuard.Operator.Runtime;

/// <summary>Reads what the contract's patches hold.</summary>
internal static class PatchBody
{
    /// <summary>The JSON of a patch, nulls and all.</summary>
    /// <exception cref="ArgumentException">It is neither JSON text nor a JSON tree.</exception>
    public static JsonNode Of(V1Patch patch)
    {
        try
        {
            return patch.Content switch
            {
                JsonNode node => node.DeepClone(),
                JsonElement element => JsonSerializer.SerializeToNode(element)!,
                string text => JsonNode.Parse(text)!,
                _ => throw new ArgumentException("A patch holds JSON, as a text or as a tree.", nameof(patch)),
            };
        }
        catch (JsonException e)
        {
            throw new ArgumentException("A patch holds JSON, and this text is none.", nameof(patch), e);
        }
    }
}
