using GitOpsGuard.Kubernetes;
using KubeOps.Abstractions.Builder;
using KubeOps.Operator;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace GitOpsGuard.Operator.Tests.Server;

/// <summary>An operator of widgets in process, on a whole API server and the system's clock.</summary>
public sealed class ServerOperator(ApiClient client) : IAsyncDisposable
{
    private readonly List<IHostedService> _hosted = [];
    private ServiceProvider? _provider;

    public WidgetLog Log { get; } = new();

    public IServiceProvider Services => _provider!;

    public OperatorHealth Health => Services.GetRequiredService<OperatorHealth>();

    /// <summary>Starts it.</summary>
    /// <param name="ns">The namespace that it watches.</param>
    /// <param name="more">Registers more.</param>
    /// <param name="settings">Changes settings.</param>
    /// <param name="plain">Whether the controller of all widgets is registered.</param>
    public async Task StartAsync(string ns, Action<IOperatorBuilder>? more, Action<OperatorSettingsBuilder>? settings, bool plain)
    {
        var services = new ServiceCollection();
        services.AddSingleton(client).AddSingleton(Log);
        var builder = services.AddKubernetesOperator(s =>
        {
            s.WithName($"widgets-{ns}").WithNamespace(ns);
            settings?.Invoke(s);
        });
        if (plain) builder.AddController<WidgetController, Widget>();
        more?.Invoke(builder);
        _provider = services.BuildServiceProvider();
        _hosted.AddRange(_provider.GetServices<IHostedService>());
        foreach (var service in _hosted) await service.StartAsync(CancellationToken.None);
    }

    /// <summary>Waits until a call was made.</summary>
    public Task Called(string call, int times = 1) => ServerTest.Until(() => Task.FromResult(Log.Count(call) >= times));

    public async Task StopAsync()
    {
        foreach (var service in _hosted) await service.StopAsync(CancellationToken.None);
        _hosted.Clear();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        // The client is the cluster's.
        if (_provider is not null) await _provider.DisposeAsync();
    }
}
