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

    /// <summary>Further attempts at a request that may be repeated, when the server answers 429 or 503. Default 4.</summary>
    public int Retries { get; init; } = 4;

    /// <summary>Longest wait before one further attempt, whatever the server asks. Default 15 seconds.</summary>
    public TimeSpan LongestRetryDelay { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Told of each warning that the server adds to an answer. Called on the request's own task; must not throw.</summary>
    public Action<string>? Warned { get; init; }

    /// <summary>Clock of deadlines and delays. Default the system's.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Source of jitter.</summary>
    public Random Random { get; init; } = new();
}
