using GitOpsGuard.Kubernetes;

namespace GitOpsGuard.KubectlPlugin;

/// <summary>What a command takes from the outside.</summary>
internal sealed class PluginEnvironment
{
    /// <summary>Connects to the API server of a kubeconfig (first) and context (second), either null for kubectl's own rules.</summary>
    public Func<string?, string?, ApiClient> Connect { get; init; } = static (kubeconfig, context) =>
        ApiClient.FromKubeconfig(kubeconfig, context, new() { UserAgent = "kubectl-gitops" });

    /// <summary>Client for forges. It follows no redirects, so that tokens stay with their host.</summary>
    public HttpClient Http { get; init; } = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = TimeSpan.FromSeconds(60) };

    /// <summary>Reads an environment variable.</summary>
    public Func<string, string?> Variable { get; init; } = Environment.GetEnvironmentVariable;

    /// <summary>Clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Where answers to questions come from; null when nobody is there to answer.</summary>
    public TextReader? Answers { get; init; } = Console.IsInputRedirected || Console.IsOutputRedirected ? null : Console.In;
}
