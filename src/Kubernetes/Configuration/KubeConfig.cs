using System.Text.Json.Nodes;
using YamlDotNet.Core;

namespace GitOpsGuard.Kubernetes.Configuration;

/// <summary>
/// Kubeconfig files as kubectl reads them: an explicit file alone, else all that <c>KUBECONFIG</c> lists and that exist, else
/// <c>~/.kube/config</c>. Of entries with one name the first counts; relative paths are relative to the file that names them.
/// </summary>
internal sealed class KubeConfig
{
    private readonly IReadOnlyList<Source> _sources;
    private readonly Func<string, string?> _environment;

    private KubeConfig(IReadOnlyList<Source> sources, Func<string, string?> environment)
    {
        _sources = sources;
        _environment = environment;
    }

    /// <summary>Name of the context that is used when none is asked for.</summary>
    public string? CurrentContext =>
        _sources.Select(s => (string?)s.Root["current-context"]).FirstOrDefault(c => !string.IsNullOrEmpty(c));

    /// <exception cref="ApiException">A file cannot be read, or there is none.</exception>
    public static KubeConfig Load(string? path, Func<string, string?> environment)
    {
        if (!string.IsNullOrEmpty(path)) return new([Read(path)], environment);
        var listed = (environment("KUBECONFIG") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        string[] files = listed.Length > 0 ? listed : [Path.Combine(Home(environment), ".kube", "config")];
        var sources = files.Where(File.Exists).Select(Read).ToList();
        return sources.Count > 0
            ? new(sources, environment)
            : throw Invalid($"There is no kubeconfig at {string.Join(", ", files)}; name one with --kubeconfig or KUBECONFIG.");
    }

    /// <summary>The connection that a context describes.</summary>
    /// <param name="name">Context; the current one when null.</param>
    /// <param name="options">Clock of the credentials, and whether plugins may be run for them.</param>
    /// <exception cref="ApiException">The context is incomplete; the message names what is missing and in which file.</exception>
    public Connection Connect(string? name, ApiClientOptions options)
    {
        name ??= CurrentContext ?? throw Invalid($"{Files} sets no current-context; choose one with --context.");
        var (context, _) = Find("contexts", "context", name)
            ?? throw Invalid($"{Files} has no context {name}; kubectl config get-contexts lists them.");
        var clusterName = Text(context, "cluster") ?? throw Invalid($"The context {name} in {Files} names no cluster.");
        var (cluster, clusterFile) = Find("clusters", "cluster", clusterName)
            ?? throw Invalid($"{Files} has no cluster {clusterName}, which the context {name} names.");
        var user = Text(context, "user") is { } userName
            ? Find("users", "user", userName) ?? throw Invalid($"{Files} has no user {userName}, which the context {name} names.")
            : (new JsonObject(), clusterFile);
        var connection = ClusterReader.Read(clusterName, cluster, clusterFile, _environment);
        var (credentials, headers) = new UserReader(user.Item1, user.Item2, cluster, options).Read();
        return connection with
        {
            Credentials = credentials,
            Headers = headers,
            DefaultNamespace = Text(context, "namespace") ?? "default",
        };
    }

    internal static string? Text(JsonObject obj, string name) =>
        obj[name] is JsonValue value && value.GetValue<string>() is { Length: > 0 } text ? text : null;

    internal static ApiException Invalid(string message, Exception? inner = null) =>
        new(ApiException.InvalidConfiguration, message, inner);

    internal static string Beside(string file, string path) =>
        Path.Combine(Path.GetDirectoryName(Path.GetFullPath(file))!, path);

    private string Files => string.Join(", ", _sources.Select(s => s.File));

    private (JsonObject Entry, string File)? Find(string list, string member, string name)
    {
        foreach (var (file, root) in _sources)
        {
            var entries = (root[list] as JsonArray)?.OfType<JsonObject>() ?? [];
            var found = entries.FirstOrDefault(e => string.Equals(Text(e, "name"), name, StringComparison.Ordinal));
            if (found is not null) return (found[member] as JsonObject ?? [], file);
        }

        return null;
    }

    private static Source Read(string file)
    {
        try
        {
            using var text = new StreamReader(file);
            return new(file, YamlTree.Read(text) as JsonObject ?? []);
        }
        catch (YamlException e)
        {
            // A kubeconfig holds credentials, and the parser quotes what it read: only the place is told.
            throw Invalid($"The kubeconfig {file} is no valid YAML at line {e.Start.Line}.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Invalid($"The kubeconfig {file} cannot be read: {e.Message}", e);
        }
    }

    private static string Home(Func<string, string?> environment) =>
        environment("HOME") ?? Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);

    private sealed record Source(string File, JsonObject Root);
}
