using System.Runtime.InteropServices;

namespace GitOpsGuard.Playground;

/// <summary>
/// The environment of every program that a playground starts. It is made, not inherited: a home of its own, no kubeconfig, no user
/// configuration of Git; the user's proxy and certificate settings stay, with loopback excepted.
/// </summary>
internal static class ProgramEnvironment
{
    private static readonly string[] Kept =
    [
        "LANG", "LC_ALL", "TERM", "TMPDIR", "SSL_CERT_FILE", "SSL_CERT_DIR", "GIT_SSL_CAINFO",
        "HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy",
    ];

    public static IReadOnlyDictionary<string, string> For(PlaygroundPaths paths)
    {
        var direct = Variable("NO_PROXY") ?? Variable("no_proxy");
        var environment = Kept.Where(name => Variable(name) is not null).ToDictionary(name => name, name => Variable(name)!);
        environment["NO_PROXY"] = environment["no_proxy"] = string.Join(',', new[] { direct, "127.0.0.1,localhost,::1" }.OfType<string>());
        environment["HOME"] = paths.Home;
        // The pinned tools and the plugin first, then what the user has.
        environment["PATH"] = string.Join(Path.PathSeparator, paths.Tools, PlaygroundPaths.Plugin, Variable("PATH"));
        // The runtime that runs this program, so that others built for it find it.
        environment["DOTNET_ROOT"] = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        environment["DOTNET_NOLOGO"] = "1";
        environment["GIT_CONFIG_NOSYSTEM"] = "1";
        environment["GIT_TERMINAL_PROMPT"] = "0";
        environment[Leftovers.Mark] = paths.State;
        return environment;
    }

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name);
}
