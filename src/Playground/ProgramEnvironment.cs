using System.Runtime.InteropServices;

namespace GitOpsGuard.Playground;

/// <summary>
/// The environment of every program that a playground starts. It is made, not inherited: a home of its own, no
/// kubeconfig, no user configuration of Git; the user's proxy and certificate settings stay, with loopback excepted.
/// </summary>
internal static class ProgramEnvironment
{
    private static readonly string[] Kept =
    [
        "LANG", "LC_ALL", "TERM", "TMPDIR", "SSL_CERT_FILE", "SSL_CERT_DIR", "GIT_SSL_CAINFO",
        "HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy",
    ];

    private static readonly string[] Direct = ["127.0.0.1", "localhost", "::1"];

    public static IReadOnlyDictionary<string, string> For(PlaygroundPaths paths)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in Kept)
        {
            if (Environment.GetEnvironmentVariable(name) is { } value)
                environment[name] = value;
        }

        var direct = (Environment.GetEnvironmentVariable("NO_PROXY") ?? Environment.GetEnvironmentVariable("no_proxy"))?
            .Split(',', StringSplitOptions.RemoveEmptyEntries) ?? [];
        environment["NO_PROXY"] = environment["no_proxy"] = string.Join(',', direct.Union(Direct, StringComparer.Ordinal));
        environment["HOME"] = paths.Home;
        environment["PATH"] = SearchPath(paths);
        environment["DOTNET_ROOT"] = DotnetRoot();
        environment["DOTNET_NOLOGO"] = "1";
        environment["GIT_CONFIG_NOSYSTEM"] = "1";
        environment["GIT_TERMINAL_PROMPT"] = "0";
        return environment;
    }

    /// <summary>The pinned tools and the plugin first, then what the user has.</summary>
    private static string SearchPath(PlaygroundPaths paths) => string.Join(
        Path.PathSeparator,
        paths.Tools,
        Path.GetDirectoryName(PlaygroundPaths.Host("KubectlPlugin", "kubectl-gitops")),
        Environment.GetEnvironmentVariable("PATH"));

    /// <summary>The folder of the runtime that runs this program, so that others built for it find it.</summary>
    private static string DotnetRoot() =>
        Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
}
