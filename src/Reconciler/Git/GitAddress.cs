using System.Net;
using GitOpsGuard.Kubernetes.Kinds;
using GitOpsGuard.Reconciler.Outcomes;

namespace GitOpsGuard.Reconciler.Git;

/// <summary>Address of a repository, checked.</summary>
/// <param name="Url">The address itself. Holds no credentials.</param>
/// <param name="Display">As people write it, without scheme and <c>.git</c>: <c>github.com/acme/shop</c>.</param>
internal sealed record GitAddress(Uri Url, string Display)
{
    /// <summary>Whether the repository is a directory of this machine.</summary>
    public bool IsFile => Url.IsFile;

    /// <summary>Checks <c>spec.url</c>.</summary>
    /// <param name="text">The address.</param>
    /// <param name="allowLocal">Lets <c>file:</c> and loopback hosts pass.</param>
    public static Outcome<GitAddress> Parse(string text, bool allowLocal)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url))
            return Invalid("spec.url is no address; write it as https://host/owner/repository");
        if (url.UserInfo.Length > 0)
            return Invalid("spec.url holds credentials; move them to a Secret with 'username' and 'password' and name it in spec.secretRef");
        if (url.Query.Length > 0 || url.Fragment.Length > 0)
            return Invalid("spec.url has a query or fragment; write it as https://host/owner/repository");
        return url.Scheme switch
        {
            "https" or "http" when IsLocalHost(url) && !allowLocal =>
                Invalid($"spec.url names the local host '{url.Host}', which is not allowed; use an address that the whole cluster reaches"),
            "https" or "http" => new GitAddress(url, DisplayOf(url)),
            "file" when !allowLocal || url.Host.Length > 0 =>
                Invalid("spec.url is a file address, which is not allowed here; use https"),
            "file" => new GitAddress(url, WithoutGit(url.LocalPath)),
            _ => Invalid($"spec.url has the scheme '{url.Scheme}', which this version does not read; use https"),
        };
    }

    private static bool IsLocalHost(Uri url) =>
        url.IsLoopback || (IPAddress.TryParse(url.IdnHost, out var address) && LocalAddresses.Contains(address));

    private static string DisplayOf(Uri url) => WithoutGit(url.Authority + Uri.UnescapeDataString(url.AbsolutePath));

    private static string WithoutGit(string path)
    {
        path = path.TrimEnd('/');
        return path.EndsWith(".git", StringComparison.Ordinal) ? path[..^4].TrimEnd('/') : path;
    }

    private static Failure.Stalled Invalid(string message) => new(Reasons.InvalidSpec, message);
}
