using System.Security.Cryptography;

namespace GitOpsGuard.Kubernetes.Configuration;

/// <summary>What a pod knows of its API server: two variables and a directory.</summary>
internal static class InClusterConfiguration
{
    public const string DirectoryVariable = "GITOPSGUARD_SERVICEACCOUNT_DIR";

    private const string DefaultDirectory = "/var/run/secrets/kubernetes.io/serviceaccount";

    /// <exception cref="ApiException">A variable or file is missing; the message says which.</exception>
    public static Connection Load(Func<string, string?> environment, TimeProvider time)
    {
        var directory = environment(DirectoryVariable) is { Length: > 0 } set ? set : DefaultDirectory;
        var host = Require(environment, "KUBERNETES_SERVICE_HOST");
        var port = Require(environment, "KUBERNETES_SERVICE_PORT");
        var namespaceFile = Path.Combine(directory, "namespace");
        var tokenFile = Path.Combine(directory, "token");
        if (!File.Exists(tokenFile)) throw Invalid($"there is no token at {tokenFile}");
        return new()
        {
            Server = new UriBuilder(Uri.UriSchemeHttps, host, int.Parse(port)).Uri,
            Credentials = new TokenFileCredentials(tokenFile, null, time),
            DefaultNamespace = File.Exists(namespaceFile) ? File.ReadAllText(namespaceFile).Trim() : null,
            Authorities = ReadAuthorities(Path.Combine(directory, "ca.crt")),
        };
    }

    private static string Require(Func<string, string?> environment, string name) =>
        environment(name) is { Length: > 0 } value ? value : throw Invalid($"the variable {name} is not set");

    private static Authorities ReadAuthorities(string file)
    {
        try
        {
            return new(() => Read(file));
        }
        catch (CryptographicException e)
        {
            throw Invalid($"the authority {file} cannot be read: {e.Message}");
        }
    }

    private static string Read(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Invalid($"the authority {file} cannot be read: {e.Message}");
        }
    }

    private static ApiException Invalid(string what) => new(
        ApiException.InvalidConfiguration, $"This process does not seem to run in a pod with a ServiceAccount: {what}.");
}
