using System.Net;

namespace GitOpsGuard.Kubernetes.Configuration;

/// <summary>
/// Which proxy the environment names for a server, by the rules of kubectl: <c>HTTPS_PROXY</c> or <c>HTTP_PROXY</c> after the
/// server's scheme, in capitals or not, and none for loopback addresses and for what <c>NO_PROXY</c> lists: names with what
/// lies below them, addresses, ranges such as <c>10.0.0.0/8</c>, each possibly with a port, or <c>*</c>.
/// </summary>
internal static class ProxyRules
{
    /// <returns>The proxy; null means a direct connection.</returns>
    /// <exception cref="ApiException">The variable holds no address.</exception>
    public static Uri? For(Uri server, Func<string, string?> environment)
    {
        var name = server.Scheme == Uri.UriSchemeHttps ? "HTTPS_PROXY" : "HTTP_PROXY";
        if (Value(environment, name) is not { } text || server.IsLoopback) return null;
        if (Exceptions(environment).Any(rule => Matches(rule, server))) return null;
        return Uri.TryCreate(text.Contains("://", StringComparison.Ordinal) ? text : $"http://{text}", UriKind.Absolute, out var proxy)
            ? proxy
            : throw KubeConfig.Invalid($"The variable {name} holds no address of a proxy.");
    }

    /// <summary>The proxy as .NET wants it, with the name and password that its address may carry.</summary>
    public static WebProxy ToWebProxy(Uri proxy)
    {
        var bare = new Uri(proxy.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped));
        if (proxy.UserInfo.Length == 0) return new WebProxy(bare);
        var parts = proxy.UserInfo.Split(':', 2);
        return new WebProxy(bare)
        {
            Credentials = new NetworkCredential(
                Uri.UnescapeDataString(parts[0]), parts.Length > 1 ? Uri.UnescapeDataString(parts[1]) : ""),
        };
    }

    private static string[] Exceptions(Func<string, string?> environment) =>
        (Value(environment, "NO_PROXY") ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static string? Value(Func<string, string?> environment, string name) =>
        new[] { environment(name), environment(name.ToLowerInvariant()) }.FirstOrDefault(v => !string.IsNullOrWhiteSpace(v))?.Trim();

    private static bool Matches(string rule, Uri server)
    {
        if (rule == "*") return true;
        var host = server.IdnHost;
        if (IPNetwork.TryParse(rule, out var range)) return IPAddress.TryParse(host, out var member) && range.Contains(member);
        var (name, port) = SplitPort(rule);
        if (port is not null && port != server.Port) return false;
        if (IPAddress.TryParse(name, out var address)) return IPAddress.TryParse(host, out var other) && address.Equals(other);
        if (name.StartsWith("*.", StringComparison.Ordinal)) name = name[1..];
        if (name.StartsWith('.')) return host.EndsWith(name, StringComparison.OrdinalIgnoreCase);
        return host.Equals(name, StringComparison.OrdinalIgnoreCase)
            || host.EndsWith($".{name}", StringComparison.OrdinalIgnoreCase);
    }

    private static (string Name, int? Port) SplitPort(string rule)
    {
        var colon = rule.LastIndexOf(':');
        var bare = colon < 0 || (rule.IndexOf(':', StringComparison.Ordinal) != colon && !rule.StartsWith('['));
        if (bare || !int.TryParse(rule[(colon + 1)..], out var port)) return (rule.Trim('[', ']'), null);
        return (rule[..colon].Trim('[', ']'), port);
    }
}
