using GitOpsGuard.Playground.Forge;
using GitOpsGuard.Playground.Nodes;
using GitOpsGuard.Playground.Processes;
using GitOpsGuard.Playground.Story;

namespace GitOpsGuard.Playground;

/// <summary>
/// A whole playground: a cluster with one simulated node, a forge, two people, and GitOpsGuard installed by its chart.
/// Disposing ends every process it started, and nothing else.
/// </summary>
internal sealed class RunningPlayground : IAsyncDisposable
{
    private readonly StateFolder _state;
    private readonly Func<string, Task> _say;
    private bool _installs;

    private RunningPlayground(StateFolder state, Func<string, Task> say) => (_state, _say) = (state, say);

    public PlaygroundServices Services => _state.Services;

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
    public static async Task<RunningPlayground> StartAsync(
        PlaygroundPaths paths,
        ClusterChoice choice,
        TimeProvider time,
        Func<string, Task> say,
        CancellationToken cancellationToken)
    {
        var playground = new RunningPlayground(StateFolder.Open(paths, time), say);
        try
        {
            await playground.StartClusterAsync(choice, cancellationToken);
            await playground.StartForgeAsync(cancellationToken);
            await playground.AdmitPeopleAsync(cancellationToken);
            await playground.InstallAsync(cancellationToken);
            return playground;
        }
        catch
        {
            await playground.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await RemoveAsync();
        if (Nodes is not null)
            await Nodes.DisposeAsync();
        if (Forge is not null)
            await Forge.DisposeAsync();
        if (Cluster is not null)
            await Cluster.DisposeAsync();
        _state.Dispose();
    }

    /// <summary>A cluster that goes on is left as it was found. What cannot be taken away is told; the rest ends all the same.</summary>
    private async Task RemoveAsync()
    {
        if (!_installs || !Cluster.Outlives) return;
        await _say("taking GitOpsGuard away from the cluster");
        try
        {
            await new Installation(Services, Admin).RemoveAsync(CancellationToken.None);
        }
        catch (PlaygroundException error)
        {
            await _say($"{error.Message}\nSee 'Uninstall' in docs/install.md to take the rest away.");
        }
    }

    private async Task StartClusterAsync(ClusterChoice choice, CancellationToken cancellationToken)
    {
        await _say("starting the cluster");
        Cluster = await choice.StartAsync(Services, cancellationToken);
        await _say($"cluster: {Cluster.Description}");
        Nodes = await NodeSimulator.StartAsync(Cluster, Installation.Programs(Cluster), Services, cancellationToken);
    }

    private async Task StartForgeAsync(CancellationToken cancellationToken)
    {
        var directory = new ForgeDirectory(Services.Paths.Repositories, Services.Environment, Services.Time);
        var maintainer = directory.AddUser("admin", "Ada Admin");
        directory.AddUser("alice", "Alice Developer");
        Forge = await ForgeServer.StartAsync(
            directory, maintainer, Services.Paths.Repositories, Services.Environment, cancellationToken);
    }

    private async Task AdmitPeopleAsync(CancellationToken cancellationToken)
    {
        await Command.ReadAsync(
            new ProcessSpec("kubectl", ["--kubeconfig", Cluster.BootstrapKubeconfig, "apply", "-f", "-"], Services.Environment),
            cancellationToken,
            People.Bindings());

        var admin = await Cluster.IssueAsync("admin", [People.Administrators], cancellationToken);
        var alice = await Cluster.IssueAsync("alice", [People.Developers], cancellationToken);
        await Kubeconfig.WriteAsync(
            Services.Paths.Kubeconfig, Cluster, [("admin", admin), ("alice", alice)], cancellationToken);
        Admin = await Person.FurnishAsync(
            "admin", Forge, Forge.Directory.User("admin"), Cluster, admin, Services, cancellationToken);
        Alice = await Person.FurnishAsync(
            "alice", Forge, Forge.Directory.User("alice"), Cluster, alice, Services, cancellationToken);
    }

    private async Task InstallAsync(CancellationToken cancellationToken)
    {
        await _say("installing charts/gitops-guard with helm");
        _installs = true;
        await new Installation(Services, Admin).RunAsync(cancellationToken);
    }
}
