using GitOpsGuard.Reconciler.Git.Http;
using LibGit2Sharp;

namespace GitOpsGuard.Reconciler.Git;

/// <summary>Settings of the native library, which hold for the whole process.</summary>
internal static class GitLibrary
{
    private static readonly Lazy<bool> Prepared = new(Prepare);

    /// <summary>Makes the library ignore the machine's configuration and use our transport. Does so once.</summary>
    public static void EnsurePrepared() => _ = Prepared.Value;

    private static bool Prepare()
    {
        foreach (var level in (ConfigurationLevel[])[ConfigurationLevel.Global, ConfigurationLevel.Xdg, ConfigurationLevel.System, ConfigurationLevel.ProgramData])
            GlobalSettings.SetConfigSearchPaths(level, "/dev/null");
        GlobalSettings.SetOwnerValidation(false);
        GitHttpTransport.Register();
        return true;
    }
}
