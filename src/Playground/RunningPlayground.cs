namespace GitOpsGuard.Playground;

/// <summary>
/// A whole playground: a cluster with one simulated node, a forge, two people, and GitOpsGuard installed by its chart. Disposing
/// ends every process it started, and nothing else.
/// </summary>
internal sealed class RunningPlayground(StateFolder state, Func<string, Task> say) : IAsyncDisposable
{
    private Installation? _installation;

    public PlaygroundServices Services => state.Services;
    public ICluster Cluster { get; private set; } = null!;
    public ForgeServer Forge { get; private set; } = null!;
    public NodeSimulator Nodes { get; private set; } = null!;

    /// <summary>A cluster administrator who is a person, and the maintainer at the forge.</summary>
    public Person Admin { get; private set; } = null!;

    /// <summary>A developer who may edit what is in namespaces.</summary>
    public Person Alice { get; private set; } = null!;

    /// <summary>
    /// Starts everything and waits until the guard is ready. <paramref name="say"/> gets a line before each part.
    /// </summary>
    public static Task<RunningPlayground> StartAsync(
        PlaygroundPaths paths, ClusterChoice choice, TimeProvider time, Func<string, Task> say, CancellationToken ct) =>
        new RunningPlayground(new StateFolder(paths, time), say).StartedAsync(playground => playground.StartAsync(choice, ct));

    public async ValueTask DisposeAsync()
    {
        await RemoveAsync();
        foreach (var part in (IAsyncDisposable?[])[Nodes, Forge, Cluster])
        {
            if (part is not null) await part.DisposeAsync();
        }

        state.Dispose();
    }

    private async Task StartAsync(ClusterChoice choice, CancellationToken ct)
    {
        await say("starting the cluster");
        Cluster = await choice.StartAsync(Services, ct);
        await say($"cluster: {Cluster.Description}");
        Nodes = await NodeSimulator.StartAsync(Cluster, Installation.Programs, Services, ct);
        var directory = new ForgeDirectory(Services.Paths.Repositories, Services.Shell, Services.Time);
        var maintainer = directory.AddUser("admin", "Ada Admin");
        Forge = await ForgeServer.StartAsync(directory, maintainer, ct);
        await AdmitPeopleAsync(maintainer, directory.AddUser("alice", "Alice Developer"), ct);
        await say("installing charts/gitops-guard with helm");
        _installation = new Installation(Services.Paths, Admin.Shell);
        await _installation.RunAsync(ct);
    }

    private async Task AdmitPeopleAsync(ForgeUser admin, ForgeUser alice, CancellationToken ct)
    {
        using var client = Kubeconfig.Connect(Cluster.BootstrapKubeconfig, Services.Time);
        await Rights.GrantAsync(client, ct);
        var administrator = await Cluster.IssueAsync(admin.Login, ["playground:administrators"], ct);
        var developer = await Cluster.IssueAsync(alice.Login, ["playground:developers"], ct);
        await Kubeconfig.WriteAsync(Services.Paths.Kubeconfig, Cluster, [(admin.Login, administrator), (alice.Login, developer)], ct);
        Admin = await Person.FurnishAsync(admin, Forge.Address, Cluster, administrator, Services, ct);
        Alice = await Person.FurnishAsync(alice, Forge.Address, Cluster, developer, Services, ct);
    }

    /// <summary>A cluster that goes on is left as it was found. What cannot be taken away is told; the rest ends all the same.</summary>
    private async Task RemoveAsync()
    {
        if (_installation is null || !Cluster.Outlives) return;
        await say("taking GitOpsGuard away from the cluster");
        try
        {
            await _installation.RemoveAsync(CancellationToken.None);
        }
        catch (PlaygroundException error)
        {
            await say($"{error.Message}\nSee 'Uninstall' in docs/install.md to take the rest away.");
        }
    }
}
