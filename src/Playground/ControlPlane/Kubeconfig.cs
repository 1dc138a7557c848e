using GitOpsGuard.Kubernetes;

namespace GitOpsGuard.Playground.ControlPlane;

/// <summary>
/// Writes kubeconfig files and connects by them. JSON is YAML, so every client reads it; only the owner may read the file, since it holds
/// keys.
/// </summary>
internal static class Kubeconfig
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>
    /// Writes one context per user, named as the user; the first is the current one.
    /// </summary>
    public static async Task WriteAsync(
        string file,
        ICluster cluster,
        IReadOnlyList<(string Name, IssuedCertificate Certificate)> users,
        CancellationToken cancellationToken)
    {
        var config = new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Config",
            ["clusters"] = new JsonArray(new JsonObject
            {
                ["name"] = "playground",
                ["cluster"] = new JsonObject
                {
                    ["server"] = cluster.Address.GetLeftPart(UriPartial.Authority),
                    ["certificate-authority-data"] = Base64(cluster.CertificateAuthorityPem),
                },
            }),
            ["users"] = new JsonArray([.. users.Select(user => (JsonNode)User(user.Name, user.Certificate))]),
            ["contexts"] = new JsonArray([.. users.Select(user => (JsonNode)Context(user.Name))]),
            ["current-context"] = users[0].Name,
        };
        await PrivateFile.WriteAsync(file, config.ToJsonString(Indented), cancellationToken);
    }

    /// <summary>A client as the file's current user.</summary>
    public static ApiClient Connect(string file, TimeProvider time) =>
        ApiClient.FromKubeconfig(file, options: new ApiClientOptions { UserAgent = "playground", Time = time });

    private static JsonObject User(string name, IssuedCertificate certificate) => new JsonObject
    {
        ["name"] = name,
        ["user"] = new JsonObject
        {
            ["client-certificate-data"] = Base64(certificate.CertificatePem),
            ["client-key-data"] = Base64(certificate.KeyPem),
        },
    };

    private static JsonObject Context(string name) => new JsonObject
    {
        ["name"] = name,
        ["context"] = new JsonObject { ["cluster"] = "playground", ["user"] = name },
    };

    private static string Base64(string text) => Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(text));
}
