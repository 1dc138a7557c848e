using System.Text;
using System.Text.Json.Nodes;

namespace GitOpsGuard.Kubernetes.Configuration;

/// <summary>PEM text that an entry of a kubeconfig holds inline (<c>name-data</c>, base64) or names as a file (<c>name</c>).</summary>
internal static class PemSource
{
    /// <returns>Reads the text, from the file each time anew; null when the entry has neither. Inline data goes first, as in kubectl.</returns>
    /// <exception cref="ApiException">The data is not base64. The reader throws the same where the file cannot be read.</exception>
    public static Func<string>? Find(JsonObject entry, string name, string kubeconfig)
    {
        if (KubeConfig.Text(entry, $"{name}-data") is { } data)
        {
            var text = Decode(data, $"{name}-data in {kubeconfig}");
            return () => text;
        }

        if (KubeConfig.Text(entry, name) is not { } file) return null;
        var path = KubeConfig.Beside(kubeconfig, file);
        return () => Read(path, $"{name} in {kubeconfig}");
    }

    private static string Decode(string data, string what)
    {
        try
        {
            return Encoding.UTF8.GetString(Convert.FromBase64String(data));
        }
        catch (FormatException)
        {
            throw KubeConfig.Invalid($"{what} is not base64.");
        }
    }

    private static string Read(string path, string what)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw KubeConfig.Invalid($"{what} cannot be read: {e.Message}", e);
        }
    }
}
