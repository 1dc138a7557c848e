using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace GitOpsGuard.Kubernetes.Configuration;

/// <summary>Reads <c>users[].user</c> of a kubeconfig.</summary>
internal sealed class UserReader(JsonObject user, string file, JsonObject cluster, ApiClientOptions options)
{
    private static readonly string[] ImpersonationParts = ["as-uid", "as-groups", "as-user-extra"];

    /// <summary>The credentials, and the headers that ask for impersonation.</summary>
    public (ICredentials Credentials, IReadOnlyList<KeyValuePair<string, string>> Headers) Read() =>
        (ReadCredentials(), ReadImpersonation());

    private ICredentials ReadCredentials()
    {
        if (user["exec"] is JsonObject exec) return new ExecCredentials(ReadPlugin(exec), options.Time);
        if (user["auth-provider"] is not null)
            throw KubeConfig.Invalid($"{file} uses an auth-provider, which Kubernetes removed in 1.26; use a credential plugin (exec).");
        var certificate = ReadCertificate();
        if (Text("tokenFile") is { } tokenFile)
            return new TokenFileCredentials(KubeConfig.Beside(file, tokenFile), certificate, options.Time);
        return new StaticCredentials(ReadAuthorization(), certificate);
    }

    private CertificateSource? ReadCertificate()
    {
        if (PemSource.Find(user, "client-certificate", file) is not { } certificate) return null;
        var key = PemSource.Find(user, "client-key", file)
            ?? throw KubeConfig.Invalid($"{file} has a client-certificate without its client-key.");
        return new(() => (certificate(), key()), options.Time);
    }

    private AuthenticationHeaderValue? ReadAuthorization()
    {
        if (Text("token") is { } token) return new("Bearer", token);
        return Text("username") is { } name
            ? new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{name}:{Text("password")}")))
            : null;
    }

    private ExecPlugin ReadPlugin(JsonObject exec)
    {
        if (!options.CredentialPlugins)
            throw KubeConfig.Invalid($"{file} names a credential plugin, a program to run; that is not allowed here.");
        var command = KubeConfig.Text(exec, "command")
            ?? throw KubeConfig.Invalid($"A credential plugin in {file} names no command.");
        // A bare name is looked up on PATH; a name with a directory is relative to the kubeconfig.
        if (command.Contains('/', StringComparison.Ordinal)) command = KubeConfig.Beside(file, command);
        var interactive = IsInteractive(exec);
        var variables = (exec["env"] as JsonArray)?.OfType<JsonObject>() ?? [];
        return new(
            command,
            [.. ((exec["args"] as JsonArray) ?? []).Select(a => a?.GetValue<string>() ?? "")],
            variables.ToDictionary(v => KubeConfig.Text(v, "name") ?? "", v => KubeConfig.Text(v, "value") ?? "", StringComparer.Ordinal),
            KubeConfig.Text(exec, "installHint"),
            ExecInfo(exec, interactive).ToJsonString()) { Interactive = interactive };
    }

    private bool IsInteractive(JsonObject exec)
    {
        var mode = KubeConfig.Text(exec, "interactiveMode");
        if (mode == "Always" && Console.IsInputRedirected)
            throw KubeConfig.Invalid($"The credential plugin in {file} must be able to ask, and there is no terminal.");
        return mode != "Never" && !Console.IsInputRedirected;
    }

    private JsonObject ExecInfo(JsonObject exec, bool interactive)
    {
        var spec = new JsonObject { ["interactive"] = interactive };
        if (KubeConfig.Text(exec, "provideClusterInfo") is "true")
        {
            spec["cluster"] = new JsonObject
            {
                ["server"] = KubeConfig.Text(cluster, "server"),
                ["certificate-authority-data"] = KubeConfig.Text(cluster, "certificate-authority-data"),
            };
        }

        return new() { ["apiVersion"] = KubeConfig.Text(exec, "apiVersion"), ["kind"] = "ExecCredential", ["spec"] = spec };
    }

    private IReadOnlyList<KeyValuePair<string, string>> ReadImpersonation()
    {
        var parts = ImpersonationParts.Where(part => user[part] is not null).ToList();
        if (Text("as") is not { } name)
        {
            return parts.Count == 0
                ? []
                : throw KubeConfig.Invalid($"{file} has {parts[0]} without as: it says how to impersonate, but not whom.");
        }

        var extra = (user["as-user-extra"] as JsonObject ?? []).ToDictionary(e => e.Key, e => Texts(e.Value), StringComparer.Ordinal);
        return new Impersonation(name) { Uid = Text("as-uid"), Groups = Texts(user["as-groups"]), Extra = extra }.Headers();
    }

    private static IReadOnlyList<string> Texts(JsonNode? list) => [.. (list as JsonArray ?? []).Select(v => v?.GetValue<string>() ?? "")];

    private string? Text(string name) => KubeConfig.Text(user, name);
}
