using GitOpsGuard.Kubernetes;

namespace GitOpsGuard.Playground.ControlPlane;

/// <summary>
/// Writes kubeconfig files and connects by them. JSON is YAML, so every client reads it; only the owner may read the file, since it
/// holds keys.
/// </summary>
internal static class Kubeconfig
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Writes one context per user, named as the user; the first is the current one.</summary>
    public static Task WriteAsync(
        string file, ICluster cluster, IReadOnlyList<(string Name, IssuedCertificate Certificate)> users, CancellationToken ct)
    {
        var keys = users.Select(user => Template.ControlPlane.Fill(
            "User",
            ("name", user.Name), ("certificate", Base64(user.Certificate.CertificatePem)), ("key", Base64(user.Certificate.KeyPem))));
        var contexts = users.Select(user => Template.ControlPlane.Fill("Context", ("name", user.Name)));
        var config = Template.ControlPlane.Fill(
            "Kubeconfig",
            ("server", cluster.Address.GetLeftPart(UriPartial.Authority)), ("authority", Base64(cluster.CertificateAuthorityPem)),
            ("users", new JsonArray([.. keys])), ("contexts", new JsonArray([.. contexts])), ("current", users[0].Name));
        return PrivateFile.WriteAsync(file, config.ToJsonString(Indented), ct);
    }

    /// <summary>Writes the file of a user, with a new certificate.</summary>
    public static async Task IssueAsync(string file, ICluster cluster, string user, IReadOnlyList<string> groups, CancellationToken ct) =>
        await WriteAsync(file, cluster, [(user, await cluster.IssueAsync(user, groups, ct))], ct);

    /// <summary>A client as the file's current user.</summary>
    public static ApiClient Connect(string file, TimeProvider time) =>
        ApiClient.FromKubeconfig(file, options: new ApiClientOptions { UserAgent = "playground", Time = time });

    /// <summary>A text in the form in which kubeconfigs and signing requests hold it.</summary>
    public static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
