using GitOpsGuard.Playground;
using GitOpsGuard.Playground.Cluster;
using GitOpsGuard.Playground.ControlPlane;
using GitOpsGuard.Playground.Processes;

namespace GitOpsGuard.Recorder.Servers;

/// <summary>
/// The servers of one run: the embedded one for every scenario, or two real ones, of which one runs no controllers. Each
/// starts when it is first asked for.
/// </summary>
internal sealed class TestedServers : IAsyncDisposable
{
    private readonly DirectoryInfo _state = Directory.CreateTempSubdirectory("recorder");
    private readonly string? _assets;
    private readonly Lazy<Task<ScriptedWebhooks>> _webhooks = new(ScriptedWebhooks.StartAsync);
    private readonly Lazy<Task<TestedServer>> _alone;
    private readonly Lazy<Task<TestedServer>> _controlled;

    /// <param name="assets">A folder with kube-apiserver, etcd and kube-controller-manager; the embedded server when null.</param>
    public TestedServers(string? assets)
    {
        _assets = assets;
        _alone = new Lazy<Task<TestedServer>>(() => StartAsync("alone", WithoutControllers(assets)));
        _controlled = new Lazy<Task<TestedServer>>(() => StartAsync("controlled", assets));
    }

    public Task<TestedServer> ForAsync(bool controllers) => controllers ? _controlled.Value : _alone.Value;

    public async ValueTask DisposeAsync()
    {
        foreach (var server in new[] { _alone, _controlled }.Distinct().Where(server => server.IsValueCreated))
            await (await server.Value).DisposeAsync();
        if (_webhooks.IsValueCreated) await (await _webhooks.Value).DisposeAsync();
        _state.Delete(recursive: true);
    }

    private async Task<TestedServer> StartAsync(string name, string? assets)
    {
        var folder = Path.Combine(_state.FullName, name);
        var time = assets is null ? new ShiftedTime() : TimeProvider.System;
        var services = new PlaygroundServices(
            new PlaygroundPaths(PlaygroundPaths.FindRoot(), folder),
            new Dictionary<string, string> { ["PATH"] = Environment.GetEnvironmentVariable("PATH") ?? "", ["HOME"] = folder },
            TimeProvider.System);
        ICluster cluster = assets is null
            ? await EmbeddedCluster.StartAsync(folder, new EmbeddedClusterOptions { Time = time, Controllers = name == "controlled" }, CancellationToken.None)
            : await RealControlPlane.StartAsync(assets, services, CancellationToken.None);
        return new TestedServer(cluster, await _webhooks.Value, time);
    }

    private string? WithoutControllers(string? assets)
    {
        if (assets is null) return null;
        var folder = _state.CreateSubdirectory("assets");
        foreach (var program in new[] { "etcd", "kube-apiserver" })
            File.CreateSymbolicLink(Path.Combine(folder.FullName, program), Path.Combine(Path.GetFullPath(assets), program));
        return folder.FullName;
    }
}
