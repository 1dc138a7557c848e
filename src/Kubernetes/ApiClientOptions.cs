using GitOpsGuard.Kubernetes.Metrics;

namespace GitOpsGuard.Kubernetes;

/// <summary>How a client speaks to its server.</summary>
public sealed record ApiClientOptions
{
    /// <summary>Value of the <c>User-Agent</c> header. Default <c>gitopsguard</c>.</summary>
    public string UserAgent { get; init; } = "gitopsguard";

    /// <summary>Deadline of one request that is no watch, attempts after refusals not included. Default 60 seconds.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a connection is used before a new one is made, which follows DNS and balances servers. Default 10 minutes.</summary>
    public TimeSpan ConnectionLifetime { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// Requests a second that are sent in the long run, by this client and all that are made from it together; what is more
    /// waits, first come, first served. Opening a watch counts as one, its events do not; leases are not held back. Zero means
    /// no limit. Default 100: a net under loops, since the server's own priority and fairness divides what it can bear.
    /// </summary>
    public double RequestsPerSecond { get; init; } = 100;

    /// <summary>Requests that may be sent at once after a time of rest. Default 1000, a large GitSync's first apply.</summary>
    public int Burst { get; init; } = 1000;

    /// <summary>
    /// Further attempts: at any request that the server answers with 429, and at those that may be repeated (reads, applies,
    /// deletions) also after a 503 or a broken connection. Default 4.
    /// </summary>
    public int Retries { get; init; } = 4;

    /// <summary>Longest wait before one further attempt, whatever the server asks. Default 15 seconds.</summary>
    public TimeSpan LongestRetryDelay { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// Whether a kubeconfig may name a program that is run for credentials. Default true, as for a person's own file; a
    /// kubeconfig that somebody else wrote must be read with false, which makes such a program an error.
    /// </summary>
    public bool CredentialPlugins { get; init; } = true;

    /// <summary>Told of each warning that the server adds to an answer. Called on the request's own task; must not throw.</summary>
    public Action<string>? Warned { get; init; }

    /// <summary>Clock of deadlines and delays. Default the system's.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Source of jitter.</summary>
    public Random Random { get; init; } = new();

    /// <summary>Where the client and its informers count. Default the process's own.</summary>
    public ClientMetrics Metrics { get; init; } = ClientMetrics.Default;
}
