using System.Net;
using System.Net.Sockets;
using GitOpsGuard.Kubernetes.Kinds;
using GitOpsGuard.Reconciler.Git.Http;
using GitOpsGuard.Reconciler.Outcomes;

namespace GitOpsGuard.Reconciler.Git;

/// <summary>What can go wrong with a repository, in words and kind.</summary>
internal static class GitFailures
{
    public static Failure Refused(HttpStatusCode status, string url) => status switch
    {
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => new Failure.Stalled(
            Reasons.AuthenticationFailed,
            $"{Host(url)} refused the credentials ({(int)status}); check the Secret that spec.secretRef names, and that its user may read the repository"),
        HttpStatusCode.NotFound or HttpStatusCode.Gone => new Failure.Stalled(
            Reasons.GitOperationFailed,
            $"repository {url} does not exist, or the credentials may not read it ({(int)status}); check spec.url and spec.secretRef"),
        _ => new Failure.Retryable(Reasons.GitOperationFailed, $"{Host(url)} answered {(int)status}"),
    };

    public static Failure NoRepository() => new Failure.Stalled(
        Reasons.GitOperationFailed, "spec.url answers, but not as a Git repository over smart HTTP; check the address");

    public static Failure NoDirectory(string path) => new Failure.Stalled(
        Reasons.GitOperationFailed, $"repository {path} does not exist; check spec.url");

    public static Failure BadRedirect() => new Failure.Stalled(
        Reasons.GitOperationFailed, "spec.url redirects to what is no Git repository; check the address");

    public static Failure TooLarge(long limit) => new Failure.Stalled(
        Reasons.GitOperationFailed, $"the repository sent more than {limit / (1024 * 1024)} MiB, the limit of one fetch; use a smaller repository");

    public static Failure NoReference(GitTarget target) => new Failure.Stalled(
        Reasons.ReferenceNotFound,
        target switch
        {
            GitTarget.Branch(var name) => $"branch '{name}' does not exist in the repository; check spec.ref.branch",
            GitTarget.Tag(var name) => $"tag '{name}' does not exist in the repository; check spec.ref.tag",
            GitTarget.Commit(var sha) => $"commit {sha} is on no branch of the repository; check spec.ref.commit",
            _ => throw new ArgumentOutOfRangeException(nameof(target)),
        });

    /// <summary>A failure of the connection: its kind by type, never by text.</summary>
    public static Failure Transport(Exception error, CancellationToken deadline) => error switch
    {
        _ when deadline.IsCancellationRequested => TimedOut(),
        _ when Find<LocalAddressException>(error) is { } local => new Failure.Stalled(Reasons.InvalidSpec, $"spec.url: {local.Message}"),
        _ when Find<System.Security.Authentication.AuthenticationException>(error) is not null => new Failure.Stalled(
            Reasons.GitOperationFailed,
            "the server's certificate is not trusted; put its certificate authority as 'ca.crt' into the Secret that spec.secretRef names"),
        _ when Find<SocketException>(error) is { } socket =>
            new Failure.Retryable(Reasons.GitOperationFailed, $"the repository cannot be reached: {socket.SocketErrorCode}"),
        _ => new Failure.Retryable(Reasons.GitOperationFailed, "the connection to the repository broke off"),
    };

    public static Failure TimedOut() =>
        new Failure.Retryable(Reasons.GitOperationFailed, "the repository did not answer within spec.timeout");

    private static string Host(string url) => new Uri(url).Authority;

    private static T? Find<T>(Exception? error)
        where T : Exception
    {
        while (error is not (null or T)) error = error.InnerException;
        return error as T;
    }
}
