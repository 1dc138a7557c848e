using System.Text.Json;

namespace GitOpsGuard.Core.Admission;

/// <summary>Who asks, as the API server authenticated it, after impersonation.</summary>
/// <param name="Name">User name.</param>
/// <param name="Uid">UID; empty for certificates and for impersonation without <c>--as-uid</c>.</param>
/// <param name="Groups">Groups.</param>
/// <param name="Extra">What the authenticator adds; undefined when nothing.</param>
public sealed record UserInfo(string Name, string Uid, IReadOnlyList<string> Groups, JsonElement Extra)
{
    private const string Prefix = "authentication.kubernetes.io/";
    private const string TokenPrefix = "JTI=";

    /// <summary>How the user authenticated: <c>JTI=</c> for a token, <c>X509SHA256=</c> for a client certificate; empty when unknown.</summary>
    public string CredentialId { get; } = First(Extra, "credential-id");

    /// <summary>Id of the token with which the user came; empty when it came without one.</summary>
    public string TokenId => HasToken ? CredentialId[TokenPrefix.Length..] : "";

    /// <summary>Name of the pod to which the user's token is bound; empty when it is not bound.</summary>
    public string PodName => First(Extra, "pod-name");

    /// <summary>UID of the pod to which the user's token is bound; empty when it is not bound.</summary>
    public string PodUid => First(Extra, "pod-uid");

    /// <summary>Whether the user came with a token that the API server issued.</summary>
    public bool HasToken => CredentialId.StartsWith(TokenPrefix, StringComparison.Ordinal);

    /// <summary>Whether the user came with a client certificate.</summary>
    public bool HasCertificate => CredentialId.StartsWith("X509SHA256=", StringComparison.Ordinal);

    private static string First(JsonElement extra, string key) =>
        extra.ValueKind == JsonValueKind.Object ? Json.Texts(Json.Member(extra, Prefix + key)).FirstOrDefault("") : "";
}
