using System.Runtime.CompilerServices;

namespace GitOpsGuard.KubectlPlugin.Tests.Propose;

/// <summary>Makes git forget the configuration of whoever runs the tests.</summary>
internal static class GitIdentity
{
    public const string Author = "Alice <alice@example.com>";

    [ModuleInitializer]
    internal static void Set()
    {
        foreach (var role in (string[])["AUTHOR", "COMMITTER"])
        {
            Environment.SetEnvironmentVariable($"GIT_{role}_NAME", "Alice");
            Environment.SetEnvironmentVariable($"GIT_{role}_EMAIL", "alice@example.com");
        }

        Environment.SetEnvironmentVariable("GIT_CONFIG_GLOBAL", OperatingSystem.IsWindows() ? "NUL" : "/dev/null");
        Environment.SetEnvironmentVariable("GIT_CONFIG_NOSYSTEM", "1");
    }
}
