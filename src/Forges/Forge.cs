namespace GitOpsGuard.Forges;

/// <summary>Opens the API of a forge.</summary>
public static class Forge
{
    /// <summary>A client of a forge's API.</summary>
    /// <param name="http">Client that follows no redirects, so that the token stays with the host.</param>
    /// <param name="address">The repository.</param>
    /// <param name="token">Token for it.</param>
    /// <returns>Null where pull requests are opened on a page alone: see <see cref="NewPullRequestPage"/>.</returns>
    public static IForge? Open(HttpClient http, ForgeAddress address, string token) => address.Kind switch
    {
        ForgeKind.GitHub => new GitHubForge(http, address, token),
        ForgeKind.Gitea => new GiteaForge(http, address, token),
        _ => null,
    };
}
