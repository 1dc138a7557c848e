namespace GitOpsGuard.Playground;

/// <summary>Installs the chart and takes it away again, by the commands of installation.yaml.</summary>
internal sealed class Installation(PlaygroundPaths paths, Shell admin)
{
    private const string Image = "ghcr.io/gitopsguard";

    /// <summary>The programs that stand for the chart's images.</summary>
    public static IReadOnlyDictionary<string, string> Programs => new Dictionary<string, string>
    {
        [$"{Image}/webhook"] = PlaygroundPaths.Host("Webhook", "gitopsguard-webhook"),
        [$"{Image}/reconciler"] = PlaygroundPaths.Host("Reconciler", "gitopsguard-reconciler"),
    };

    /// <summary>Installs and waits until both Deployments are rolled out and the guard has registered itself.</summary>
    public Task RunAsync(CancellationToken ct) => RunAsync("Install", ct);

    /// <summary>Takes everything away, the namespaces of the teams included.</summary>
    public async Task RemoveAsync(CancellationToken ct)
    {
        var teams = await admin.ReadAsync(["kubectl", "get", "gitsyncs", "-A", "-o", "jsonpath={.items[*].metadata.namespace}"], ct);
        await RunAsync("Remove", ct);
        var namespaces = teams.Split(' ', StringSplitOptions.RemoveEmptyEntries).Append(Core.Names.Namespace).Distinct();
        await admin.ReadAsync(["kubectl", "delete", "--ignore-not-found", "--wait=false", "namespace", .. namespaces], ct);
    }

    private async Task RunAsync(string part, CancellationToken ct)
    {
        var commands = Template.Installation.Commands(
            part,
            ("chart", paths.Chart), ("namespace", Core.Names.Namespace), ("image", Image), ("lock", Core.Names.WebhookConfiguration));
        foreach (var words in commands) await admin.ReadAsync(words, ct);
    }
}
