using GitOpsGuard.Playground.Forge;

namespace GitOpsGuard.Playground.Story;

/// <summary>
/// Somebody at a terminal: a home folder of their own with a kubeconfig and a Git identity, and an account at the
/// forge.
/// </summary>
internal sealed record Person(string Name, string Home, ForgeUser Account, IReadOnlyDictionary<string, string> Environment)
{
    /// <summary>
    /// Furnishes a home: <c>.kube/config</c>, <c>.gitconfig</c> and <c>.git-credentials</c> for the forge.
    /// </summary>
    public static async Task<Person> FurnishAsync(
        string name,
        ForgeServer forge,
        ForgeUser account,
        ICluster cluster,
        IssuedCertificate certificate,
        PlaygroundServices services,
        CancellationToken cancellationToken)
    {
        var home = Path.Combine(services.Paths.Home, name);
        var kubeconfig = Path.Combine(home, ".kube", "config");
        await Kubeconfig.WriteAsync(kubeconfig, cluster, [(name, certificate)], cancellationToken);
        await PrivateFile.WriteAsync(Path.Combine(home, ".gitconfig"), GitConfiguration(account, home), cancellationToken);
        await PrivateFile.WriteAsync(
            Path.Combine(home, ".git-credentials"),
            $"{forge.Address.Scheme}://{account.Login}:{account.Token}@{forge.Address.Authority}\n",
            cancellationToken);
        var environment = new Dictionary<string, string>(services.Environment, StringComparer.Ordinal)
        {
            ["HOME"] = home,
            ["KUBECONFIG"] = kubeconfig,
            ["GITEA_TOKEN"] = account.Token,
        };
        return new Person(name, home, account, environment);
    }

    private static string GitConfiguration(ForgeUser account, string home) => $"""
        [user]
            name = {account.FullName}
            email = {account.Email}
        [init]
            defaultBranch = main
        [credential]
            helper = "store --file='{home}/.git-credentials'"
        [safe]
            directory = *

        """;
}
