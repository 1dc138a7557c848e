using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace GitOpsGuard.Core.Admission;

/// <summary>
/// Which tokens the reconciler requested for which GitSync, as it publishes them in the ConfigMap
/// <see cref="Names.TenantLedger"/> of its own namespace: one key for a GitSync, digests instead of the tokens' ids.
/// </summary>
public static class TenantLedger
{
    /// <summary>The key of a GitSync.</summary>
    public static string KeyOf(string syncNamespace, string syncName) => Marker.LabelFor(syncNamespace, syncName);

    /// <summary>What stands under the key of a GitSync.</summary>
    /// <param name="tenant">The GitSync and its account.</param>
    /// <param name="tokens">Digests of the ids of its tokens.</param>
    public static string Write(Tenant tenant, IEnumerable<string> tokens) => new JsonObject
    {
        ["sync"] = $"{tenant.SyncNamespace}/{tenant.SyncName}",
        ["account"] = tenant.Account,
        ["tokens"] = new JsonArray([.. tokens.Select(token => JsonValue.Create(token))]),
    }.ToJsonString();

    /// <summary>The tenants by the digests of their tokens' ids. What cannot be read lets nobody in.</summary>
    public static ImmutableDictionary<string, Tenant> Read(JsonElement configMap)
    {
        var tenants = ImmutableDictionary.CreateBuilder<string, Tenant>(StringComparer.Ordinal);
        foreach (var (_, text) in Json.TextMembers(Json.Member(configMap, "data")))
        {
            if (Parse(text) is not { } entry || Json.Text(entry, "sync").Split('/') is not [{ Length: > 0 } ns, { Length: > 0 } name]) continue;
            foreach (var token in Json.Texts(Json.Member(entry, "tokens"))) tenants[token] = new(ns, name, Json.Text(entry, "account"));
        }

        return tenants.ToImmutable();
    }

    /// <summary>The digest of a token's id (<c>jti</c>), as hexadecimal digits.</summary>
    public static string DigestOf(string tokenId) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(tokenId)));

    private static JsonElement? Parse(string text)
    {
        try
        {
            return JsonElement.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
