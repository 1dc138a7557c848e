using System.Text;
using System.Text.Json.Nodes;

namespace GitOpsGuard.Kubernetes.Configuration;

/// <summary>PEM text that an entry of a kubeconfig holds inline (<c>name-data</c>, base64) or names as a file (<c>name</c>).</summary>
internal static class PemSource
{
    /// <returns>The text; null when the entry has neither. Inline data goes first, as in kubectl.</returns>
    public static string? Read(JsonObject entry, string name, string kubeconfig)
    {
        try
        {
            if (KubeConfig.Text(entry, $"{name}-data") is { } data)
                return Encoding.UTF8.GetString(Convert.FromBase64String(data));
            return KubeConfig.Text(entry, name) is { } file ? File.ReadAllText(KubeConfig.Beside(kubeconfig, file)) : null;
        }
        catch (FormatException)
        {
            throw KubeConfig.Invalid($"{name}-data in {kubeconfig} is not base64.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw KubeConfig.Invalid($"{name} in {kubeconfig} cannot be read: {e.Message}", e);
        }
    }
}
