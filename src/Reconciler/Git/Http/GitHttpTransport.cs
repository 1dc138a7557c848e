using System.Collections.Concurrent;
using LibGit2Sharp;

namespace GitOpsGuard.Reconciler.Git.Http;

/// <summary>
/// Git's smart HTTP over .NET's client instead of libgit2's own, which can neither be cancelled nor bounded. libgit2 creates it
/// by type, so a session is found by its number, which is the host of the remote's address: <c>gitopsguard://7/</c>.
/// </summary>
internal sealed class GitHttpTransport : RpcSmartSubtransport
{
    private const string Scheme = "gitopsguard";
    private static readonly ConcurrentDictionary<string, GitHttpSession> Sessions = new(StringComparer.Ordinal);
    private static long _last;

    /// <summary>Tells libgit2 of the transport. To be called once in a process.</summary>
    public static void Register() => GlobalSettings.RegisterSmartSubtransport<GitHttpTransport>(Scheme);

    /// <summary>Opens a session to transport; its end is <see cref="Close(string)"/>.</summary>
    /// <returns>The address to give to libgit2.</returns>
    public static string Open(GitHttpSession session)
    {
        var url = $"{Scheme}://{Interlocked.Increment(ref _last)}/";
        Sessions[url] = session;
        return url;
    }

    public static void Close(string url) => Sessions.TryRemove(url, out _);

    protected override SmartSubtransportStream Action(string url, GitSmartSubtransportAction action)
    {
        var session = Sessions[url.TrimEnd('/') + "/"];
        return action switch
        {
            GitSmartSubtransportAction.UploadPackList => new GitHttpStream(this, session, advertise: true),
            GitSmartSubtransportAction.UploadPack => new GitHttpStream(this, session, advertise: false),
            _ => throw new NotSupportedException("The reconciler only reads repositories."),
        };
    }
}
