namespace GitOpsGuard.Playground.Story;

/// <summary>Somebody at a terminal: a home folder of their own, which is where the shell is, and an account at the forge.</summary>
internal sealed record Person(string Name, ForgeUser Account, Shell Shell)
{
    public string Home => Shell.Folder!;

    /// <summary>Furnishes a home: <c>.kube/config</c>, <c>.gitconfig</c> and <c>.git-credentials</c> for the forge.</summary>
    public static async Task<Person> FurnishAsync(
        ForgeUser account, Uri forge, ICluster cluster, IssuedCertificate certificate, PlaygroundServices services, CancellationToken ct)
    {
        var home = Path.Combine(services.Paths.Home, account.Login);
        var kubeconfig = Path.Combine(home, ".kube", "config");
        await Kubeconfig.WriteAsync(kubeconfig, cluster, [(account.Login, certificate)], ct);
        await PrivateFile.WriteAsync(
            Path.Combine(home, ".gitconfig"),
            Template.Text("gitconfig.txt", ("name", account.FullName), ("email", account.Email), ("home", home)),
            ct);
        await PrivateFile.WriteAsync(
            Path.Combine(home, ".git-credentials"), $"{forge.Scheme}://{account.Login}:{account.Token}@{forge.Authority}\n", ct);
        var shell = services.Shell.With(("HOME", home), ("KUBECONFIG", kubeconfig), ("GITEA_TOKEN", account.Token));
        return new Person(account.Login, account, shell with { Folder = home });
    }
}
