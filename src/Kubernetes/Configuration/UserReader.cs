using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace GitOpsGuard.Kubernetes.Configuration;

/// <summary>Reads <c>users[].user</c> of a kubeconfig.</summary>
internal sealed class UserReader(JsonObject user, string file, JsonObject cluster, TimeProvider time)
{
    /// <summary>The credentials, and the headers that ask for impersonation.</summary>
    public (ICredentials Credentials, IReadOnlyList<KeyValuePair<string, string>> Headers) Read() =>
        (ReadCredentials(), ReadImpersonation());

    private ICredentials ReadCredentials()
    {
        if (user["exec"] is JsonObject exec) return new ExecCredentials(ReadPlugin(exec), time);
        if (user["auth-provider"] is not null)
            throw KubeConfig.Invalid($"{file} uses an auth-provider, which Kubernetes removed in 1.26; use a credential plugin (exec).");
        var certificate = PemSource.Read(user, "client-certificate", file) is { } pem
            ? ClientCertificate.FromPem(pem, PemSource.Read(user, "client-key", file)
                ?? throw KubeConfig.Invalid($"{file} has a client-certificate without its client-key."))
            : null;
        if (Text("tokenFile") is { } tokenFile)
            return new TokenFileCredentials(KubeConfig.Beside(file, tokenFile), certificate, time);
        return new StaticCredentials(ReadAuthorization(), certificate);
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
        var command = KubeConfig.Text(exec, "command")
            ?? throw KubeConfig.Invalid($"A credential plugin in {file} names no command.");
        // A bare name is looked up on PATH; a name with a directory is relative to the kubeconfig.
        if (command.Contains('/', StringComparison.Ordinal)) command = KubeConfig.Beside(file, command);
        var variables = (exec["env"] as JsonArray)?.OfType<JsonObject>() ?? [];
        return new(
            command,
            [.. ((exec["args"] as JsonArray) ?? []).Select(a => a?.GetValue<string>() ?? "")],
            variables.ToDictionary(v => KubeConfig.Text(v, "name") ?? "", v => KubeConfig.Text(v, "value") ?? "", StringComparer.Ordinal),
            KubeConfig.Text(exec, "installHint"),
            ExecInfo(exec).ToJsonString());
    }

    private JsonObject ExecInfo(JsonObject exec)
    {
        var spec = new JsonObject { ["interactive"] = !Console.IsInputRedirected };
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

    private List<KeyValuePair<string, string>> ReadImpersonation()
    {
        var headers = new List<KeyValuePair<string, string>>();
        if (Text("as") is { } name) headers.Add(new("Impersonate-User", name));
        if (Text("as-uid") is { } uid) headers.Add(new("Impersonate-Uid", uid));
        foreach (var group in user["as-groups"] as JsonArray ?? []) headers.Add(new("Impersonate-Group", group!.GetValue<string>()));
        foreach (var (key, values) in user["as-user-extra"] as JsonObject ?? [])
        {
            foreach (var value in values as JsonArray ?? [])
                headers.Add(new($"Impersonate-Extra-{Uri.EscapeDataString(key)}", value!.GetValue<string>()));
        }

        return headers;
    }

    private string? Text(string name) => KubeConfig.Text(user, name);
}
