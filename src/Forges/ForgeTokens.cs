namespace GitOpsGuard.Forges;

/// <summary>Which environment variable holds the token for a repository, and whether that token may go there.</summary>
/// <remarks>
/// The address of a repository comes from the cluster, where others may write it. So GitHub's token goes to github.com alone
/// (another host's is <c>GH_ENTERPRISE_TOKEN</c>, for the host that <c>GH_HOST</c> names), and Gitea's to the host from which
/// the user's git fetches, and where <c>GITEA_SERVER_URL</c> is set, to that server alone. No token travels without TLS,
/// except to this machine.
/// </remarks>
public static class ForgeTokens
{
    /// <summary>The variable to set; null where pull requests are not opened through the API.</summary>
    public static string? VariableFor(ForgeAddress address) => address.Kind switch
    {
        ForgeKind.GitHub => IsGitHubCom(address) ? "GITHUB_TOKEN" : "GH_ENTERPRISE_TOKEN",
        ForgeKind.Gitea => "GITEA_TOKEN",
        _ => null,
    };

    /// <summary>The token; null when none is set.</summary>
    /// <param name="address">The repository on its forge.</param>
    /// <param name="repository">Address from which git fetches.</param>
    /// <param name="environment">Reads an environment variable.</param>
    /// <exception cref="ForgeException">A token is set, but must not go to that host.</exception>
    public static string? For(ForgeAddress address, string repository, Func<string, string?> environment)
    {
        if (VariableFor(address) is not { } variable || environment(variable) is not { Length: > 0 } token) return null;
        if (address.Web.Scheme != "https" && !address.Web.IsLoopback)
            throw Refused(address, variable, "its address is not https; correct spec.forge.url of the GitSource");
        switch (variable)
        {
            case "GH_ENTERPRISE_TOKEN" when !SameHost(environment("GH_HOST"), address):
                throw Refused(address, variable, "GH_HOST does not name that host; set it if you trust the host");
            case "GITEA_TOKEN" when environment("GITEA_SERVER_URL") is { Length: > 0 } server:
                if (!SameHost(server, address)) throw Refused(address, variable, "GITEA_SERVER_URL names another server");
                break;
            case "GITEA_TOKEN" when ForgeLocator.Locate(repository, nameof(ForgeKind.Gitea))?.Web.Host != address.Web.Host:
                throw Refused(address, variable, "the repository itself lies on another host; set GITEA_SERVER_URL to the forge's address if you trust it");
        }

        return token;
    }

    private static bool IsGitHubCom(ForgeAddress address) => address.Web is { Scheme: "https", Host: "github.com", IsDefaultPort: true };

    private static bool SameHost(string? server, ForgeAddress address) =>
        Uri.TryCreate(server?.Contains("://") == true ? server : $"https://{server}", UriKind.Absolute, out var uri)
        && string.Equals(uri.Authority, address.Web.Authority, StringComparison.OrdinalIgnoreCase);

    private static ForgeException Refused(ForgeAddress address, string variable, string why) =>
        new($"{variable} is not sent to the {address.Display}: {why}");
}
