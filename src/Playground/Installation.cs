using GitOpsGuard.Core;
using GitOpsGuard.Playground.Nodes;
using GitOpsGuard.Playground.Processes;
using GitOpsGuard.Playground.Story;

namespace GitOpsGuard.Playground;

/// <summary>Installs the chart as a user would, with the few values that differ on one machine.</summary>
internal sealed class Installation(PlaygroundServices services, Person admin)
{
    private const string WebhookImage = "ghcr.io/gitopsguard/webhook";
    private const string ReconcilerImage = "ghcr.io/gitopsguard/reconciler";
    private const string ReadyDeadline = "120s";

    /// <summary>The programs that stand for the chart's images.</summary>
    public static PodPrograms Programs(ICluster cluster) => new(
        Names.Namespace,
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [WebhookImage] = PlaygroundPaths.Host("Webhook", "gitopsguard-webhook"),
            [ReconcilerImage] = PlaygroundPaths.Host("Reconciler", "gitopsguard-reconciler"),
        },
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["GITOPSGUARD_LISTEN_ADDRESS"] = cluster.WebhookHost == "127.0.0.1" ? "127.0.0.1" : "0.0.0.0",
        });

    /// <summary>Installs and waits until both Deployments are rolled out and the guard has registered itself.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await ReadAsync(
            cancellationToken,
            "helm", "upgrade", "--install", "gitops-guard", services.Paths.Chart,
            "--namespace", Names.Namespace, "--create-namespace",
            "--set", "webhook.replicas=1",
            "--set", $"webhook.image.repository={WebhookImage}",
            "--set", $"reconciler.image.repository={ReconcilerImage}",
            "--set-json", $"reconciler.extraEnv={LocalSources()}");
        foreach (var deployment in new[] { "gitopsguard-webhook", "gitopsguard-reconciler" })
            await RolloutAsync(deployment, cancellationToken);
        await ReadAsync(
            cancellationToken,
            "kubectl", "wait", "--for=create", $"validatingwebhookconfiguration/{Names.WebhookConfiguration}",
            $"--timeout={ReadyDeadline}");
    }

    /// <summary>
    /// Takes everything away again, in the order of docs/install.md: what is synced while the reconciler can still end it, the
    /// programs, then the lock, which a living guard would restore.
    /// </summary>
    public async Task RemoveAsync(CancellationToken cancellationToken)
    {
        var teams = await TextAsync(cancellationToken, "kubectl", "get", "gitsyncs", "-A", "-o", "jsonpath={.items[*].metadata.namespace}");
        await ReadAsync(cancellationToken, "kubectl", "delete", "gitsyncs,gitsources", "-A", "--all", $"--timeout={ReadyDeadline}");
        await ReadAsync(cancellationToken, "helm", "uninstall", "gitops-guard", "--namespace", Names.Namespace, "--wait");
        await ReadAsync(
            cancellationToken, "kubectl", "delete", "--ignore-not-found", $"validatingwebhookconfiguration/{Names.WebhookConfiguration}");
        await ReadAsync(cancellationToken, "kubectl", "delete", "--ignore-not-found", "-f", Path.Combine(services.Paths.Chart, "crds"));
        var namespaces = teams.Split(' ', StringSplitOptions.RemoveEmptyEntries).Append(Names.Namespace).Distinct(StringComparer.Ordinal);
        await ReadAsync(cancellationToken, ["kubectl", "delete", "--ignore-not-found", "--wait=false", "namespace", .. namespaces]);
    }

    /// <summary>The playground's repositories are on loopback, which a reconciler refuses unless told.</summary>
    private static string LocalSources() => new JsonArray(
        new JsonObject { ["name"] = "GITOPSGUARD_ALLOW_LOCAL_SOURCES", ["value"] = "true" }).ToJsonString();

    private async Task RolloutAsync(string deployment, CancellationToken cancellationToken)
    {
        var result = await Terminal.QuietlyAsync(
            admin,
            ["kubectl", "-n", Names.Namespace, "rollout", "status", $"deployment/{deployment}", $"--timeout={ReadyDeadline}"],
            cancellationToken);
        if (!result.Succeeded)
        {
            var logs = Path.GetDirectoryName(services.Paths.Log("any"));
            throw new PlaygroundException(
                $"{deployment} did not become ready: {result.Text}\nIts log is {logs}/{deployment}-*.log.");
        }
    }

    private async Task ReadAsync(CancellationToken cancellationToken, params string[] words) =>
        await TextAsync(cancellationToken, words);

    private Task<string> TextAsync(CancellationToken cancellationToken, params string[] words) => Command.ReadAsync(
        new ProcessSpec(words[0], [.. words.Skip(1)], admin.Environment, admin.Home), cancellationToken);
}
