using System.Diagnostics;
using System.Text.Json;
using GitOpsGuard.Bench;
using GitOpsGuard.Core;
using GitOpsGuard.Kubernetes;
using GitOpsGuard.Testing.Api;

namespace GitOpsGuard.Webhook.Bench;

/// <summary>The guard and an echo in the same server, each as its native program: throughput, latency, memory, start.</summary>
/// <param name="programs">Where the programs lie.</param>
/// <param name="requests">Requests in a run of throughput.</param>
/// <param name="objects">Declared objects, the ordinary and the large number.</param>
internal sealed class WebhookSpeed((string Guard, string Echo) programs, int requests, (int Few, int Many) objects)
{
    private const int PerSecond = 1_000;

    public async Task PrintAsync()
    {
        var (speed, latency, start, few, busy, restore) = await ServeAsync();
        Figure.Of(speed.Select(r => r.Echo)).Print("webhook.echo.rps");
        Figure.Of(speed.Select(r => r.Decide)).Print("webhook.decide.rps");
        Figure.Of(speed.Select(r => r.Decide / r.Echo)).Print("webhook.ratio");
        Figure.Of(speed.Select(r => r.EchoCpu)).Print("webhook.echo.cpu.us");
        Figure.Of(speed.Select(r => r.DecideCpu)).Print("webhook.decide.cpu.us");
        Figure.Of(latency).Print("webhook.p99.ms");
        Figure.Of(few).Print("webhook.rss.10k.mb");
        Figure.Of([busy]).Print("webhook.rss.10k.busy.mb");
        using var many = Shop.Api(objects.Many);
        await using var served = await ServedApi.StartAsync(many, CancellationToken.None);
        Figure.Of((await Figure.RunsOf(() => RestingAsync(served))).Select(run => run.Resident)).Print("webhook.rss.100k.mb");
        Figure.Of(start).Print("webhook.start.ms");
        Figure.Of(restore).Print("webhook.restore.ms");
    }

    private async Task<(IReadOnlyList<Speed> Speed, IReadOnlyList<double> Latency, IReadOnlyList<double> Start, IReadOnlyList<double> Resting, double Busy, IReadOnlyList<double> Restore)> ServeAsync()
    {
        using var api = Shop.Api(objects.Few);
        await using var served = await ServedApi.StartAsync(api, CancellationToken.None);
        var start = await Figure.RunsOf(() => RestingAsync(served));
        await using var guard = await GuardAsync(served);
        await using var echo = await ServedProgram.StartAsync(programs.Echo, (https, health) => ([$"{https}", $"{health}"], []), "/");
        using var deciding = new Load(guard.HttpsPort, AdmissionPath(api), objects.Few, echo: false);
        using var echoing = new Load(echo.HttpsPort, "/", objects.Few, echo: true);
        var speed = await Figure.RunsOf(async () =>
        {
            var (echoed, echoCpu) = await RunAsync(echo, echoing);
            var (decided, decideCpu) = await RunAsync(guard, deciding);
            return new Speed(echoed, decided, echoCpu, decideCpu);
        });
        var latency = await Figure.RunsOf(() => deciding.LatencyAsync(PerSecond, requests / 4));
        var busy = guard.ResidentMegabytes;
        var restore = await Figure.RunsOf(() => RestoredAsync(api));
        return (speed, latency, [.. start.Select(run => run.Start)], [.. start.Select(run => run.Resident)], busy, restore);
    }

    /// <summary>Requests a second, and microseconds of the server's processor time for each, which other programs hardly move.</summary>
    private async Task<(double PerSecond, double Cpu)> RunAsync(ServedProgram server, Load load)
    {
        var before = server.ProcessorTime;
        var speed = await load.ThroughputAsync(requests);
        return (speed, (server.ProcessorTime - before).TotalMicroseconds / requests);
    }

    /// <summary>Milliseconds from the deletion of the guard's registration until it is there again.</summary>
    private static async Task<double> RestoredAsync(FakeApi api)
    {
        var began = Stopwatch.GetTimestamp();
        api.Delete(BuiltInResources.ValidatingWebhookConfigurations, null, Names.WebhookConfiguration);
        while (api.Get(BuiltInResources.ValidatingWebhookConfigurations, null, Names.WebhookConfiguration) is null)
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);
        return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
    }

    /// <summary>A guard that has just become ready.</summary>
    private async Task<(double Start, double Resident)> RestingAsync(ServedApi api)
    {
        await using var guard = await GuardAsync(api);
        return (guard.StartMilliseconds, guard.ResidentMegabytes);
    }

    private Task<ServedProgram> GuardAsync(ServedApi api) => ServedProgram.StartAsync(
        programs.Guard,
        (https, health) => ([], api.Environment.Concat(new Dictionary<string, string>
        {
            ["GITOPSGUARD_LISTEN_ADDRESS"] = "127.0.0.1",
            ["GITOPSGUARD_HTTPS_PORT"] = $"{https}",
            ["GITOPSGUARD_HEALTH_PORT"] = $"{health}",
        })),
        "/readyz");

    private static string AdmissionPath(FakeApi api)
    {
        var configuration = api.Get(BuiltInResources.ValidatingWebhookConfigurations, null, Names.WebhookConfiguration)!;
        return JsonElement.Parse(configuration.ToJsonString()).GetProperty("webhooks")[0].GetProperty("clientConfig").GetProperty("service").GetProperty("path").GetString()!;
    }

    private sealed record Speed(double Echo, double Decide, double EchoCpu, double DecideCpu);
}
