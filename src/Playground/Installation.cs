namespace GitOpsGuard.Playground;

/// <summary>Installs the chart as a user would, with the few values that differ on one machine.</summary>
internal sealed class Installation(PlaygroundPaths paths, Shell admin)
{
    private const string Image = "ghcr.io/gitopsguard";
    private const string Lock = $"validatingwebhookconfiguration/{Core.Names.WebhookConfiguration}";
    private const string Deadline = "--timeout=120s";

    /// <summary>The playground's repositories are on loopback, which a reconciler refuses unless told.</summary>
    private const string LocalSources = """[{"name":"GITOPSGUARD_ALLOW_LOCAL_SOURCES","value":"true"}]""";

    /// <summary>The programs that stand for the chart's images.</summary>
    public static IReadOnlyDictionary<string, string> Programs => new Dictionary<string, string>
    {
        [$"{Image}/webhook"] = PlaygroundPaths.Host("Webhook", "gitopsguard-webhook"),
        [$"{Image}/reconciler"] = PlaygroundPaths.Host("Reconciler", "gitopsguard-reconciler"),
    };

    /// <summary>Installs and waits until both Deployments are rolled out and the guard has registered itself.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        await RunAsync(
            ct, "helm", "upgrade", "--install", "gitops-guard", paths.Chart, "--namespace", Core.Names.Namespace, "--create-namespace",
            "--set", "webhook.replicas=1", "--set", "installers.groups={playground:administrators,system:masters}",
            "--set", $"webhook.image.repository={Image}/webhook",
            "--set", $"reconciler.image.repository={Image}/reconciler",
            "--set-json", $"reconciler.extraEnv={LocalSources}");
        foreach (var deployment in (string[])["gitopsguard-webhook", "gitopsguard-reconciler"])
        {
            string[] rollout = ["kubectl", "-n", Core.Names.Namespace, "rollout", "status", $"deployment/{deployment}", Deadline];
            var result = await admin.RunAsync(rollout, ct);
            if (result.Succeeded) continue;
            throw new PlaygroundException(
                $"{deployment} did not become ready: {result.Text}\nIts log is {paths.Logs}/{deployment}-*.log.");
        }

        await RunAsync(ct, "kubectl", "wait", "--for=create", Lock, Deadline);
    }

    /// <summary>
    /// Takes everything away again, in the order of docs/install.md: what is synced while the reconciler can still end it, the
    /// programs, then the lock, which a living guard would restore.
    /// </summary>
    public async Task RemoveAsync(CancellationToken ct)
    {
        var teams = await RunAsync(ct, "kubectl", "get", "gitsyncs", "-A", "-o", "jsonpath={.items[*].metadata.namespace}");
        await RunAsync(ct, "kubectl", "delete", "gitsyncs,gitsources", "-A", "--all", Deadline);
        await RunAsync(ct, "helm", "uninstall", "gitops-guard", "--namespace", Core.Names.Namespace, "--wait");
        await RunAsync(ct, "kubectl", "delete", "--ignore-not-found", Lock);
        await RunAsync(ct, "kubectl", "delete", "--ignore-not-found", "-f", Path.Combine(paths.Chart, "crds"));
        var namespaces = teams.Split(' ', StringSplitOptions.RemoveEmptyEntries).Append(Core.Names.Namespace).Distinct();
        await RunAsync(ct, ["kubectl", "delete", "--ignore-not-found", "--wait=false", "namespace", .. namespaces]);
    }

    private Task<string> RunAsync(CancellationToken ct, params string[] words) => admin.ReadAsync(words, ct);
}
