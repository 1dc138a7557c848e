using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using GitOpsGuard.Core;
using GitOpsGuard.Kubernetes;
using GitOpsGuard.Testing;
using GitOpsGuard.Testing.Api;
using GitOpsGuard.Webhook.Certificates;
using GitOpsGuard.Webhook.Tests.Load;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace GitOpsGuard.Webhook.Tests;

/// <summary>What the guard writes of itself, beside other replicas.</summary>
public sealed class RegistrationTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_replica_that_has_not_heard_of_a_new_authority_does_not_take_back_what_another_published()
    {
        using var api = new FakeApi { Intercept = request => IsWatchOfSecrets(request) ? Answer.Refusal(HttpStatusCode.Forbidden, "Forbidden", "not now") : Discovered.Answer(request) };
        using var settingsClient = api.Client();
        var settings = Settings();
        await using var replica = await WebhookHost.StartAsync(settings, api.Client(), TimeProvider.System, _ => { }, Ct);
        await Patience.UntilAsync(() => Webhook(api) is not null);
        var first = (string)Webhook(api)!["clientConfig"]!["caBundle"]!;
        using var other = new CertificateStore(settingsClient, settings, TimeProvider.System, NullLogger<CertificateStore>.Instance);
        var wish = new JsonObject { ["metadata"] = new JsonObject { ["annotations"] = new JsonObject { ["gitopsguard.dev/rotate"] = "1" } } };
        await settingsClient.MergePatchAsync(BuiltInResources.Secrets, Names.Namespace, Names.WebhookCertificateSecret, wish, null, Ct);
        await other.LoadAsync(Ct);
        var both = Convert.ToBase64String(Encoding.ASCII.GetBytes(other.Current.Authority));
        Assert.NotEqual(first, both);

        Change(api, webhook => webhook["clientConfig"]!["caBundle"] = both);
        Change(api, webhook => webhook["failurePolicy"] = "Ignore");

        await Patience.UntilAsync(() => (string?)Webhook(api)!["failurePolicy"] == "Fail");
        Assert.Equal(both, (string?)Webhook(api)!["clientConfig"]!["caBundle"]);
    }

    [Fact]
    public async Task A_replica_that_is_to_end_leaves_the_registration_to_those_that_stay()
    {
        using var api = new FakeApi { Intercept = request => Discovered.Answer(request) };
        await using var served = await ServedApi.StartAsync(api, Ct);
        await using var leaving = await GuardProcess.StartAsync(served, ("GITOPSGUARD_DRAIN", "10m"));
        Weaken();
        await Patience.UntilAsync(() => !IsWeak());
        await leaving.AskToEndAsync();
        await Patience.UntilAsync(async () => !await leaving.IsReadyAsync());

        Weaken();
        await Eventually.Stays(IsWeak);

        await using var staying = await GuardProcess.StartAsync(served);
        await Patience.UntilAsync(() => !IsWeak());

        void Weaken() => Change(api, webhook => webhook["failurePolicy"] = "Ignore");
        bool IsWeak() => (string?)Webhook(api)!["failurePolicy"] == "Ignore";
    }

    [Theory]
    [InlineData("kubectl-edit", true)]
    [InlineData("gitopsguard-webhook", false)]
    public async Task What_another_replica_wrote_stays_for_a_moment_in_which_the_same_may_be_heard_here(string manager, bool restoredAtOnce)
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        using var api = new FakeApi { Intercept = request => Discovered.Answer(request) };
        await using var replica = await WebhookHost.StartAsync(Settings(), api.Client(new() { Time = time }), time, _ => { }, Ct);
        await Patience.UntilAsync(() => Webhook(api) is not null);

        Change(api, webhook => webhook["failurePolicy"] = "Ignore", manager);

        if (!restoredAtOnce)
        {
            await Eventually.Stays(() => (string?)Webhook(api)!["failurePolicy"] == "Ignore");
            time.Advance(TimeSpan.FromSeconds(1));
        }

        await Patience.UntilAsync(() => (string?)Webhook(api)!["failurePolicy"] == "Fail");
    }

    private static bool IsWatchOfSecrets(FakeRequest request) => request.Path.EndsWith("/secrets", StringComparison.Ordinal) && request.Method == "GET";

    private static JsonNode? Webhook(FakeApi api) =>
        api.Get(BuiltInResources.ValidatingWebhookConfigurations, null, Names.WebhookConfiguration)?["webhooks"]?[0];

    private static void Change(FakeApi api, Action<JsonNode> change, string manager = "kubectl-edit")
    {
        var configuration = api.Get(BuiltInResources.ValidatingWebhookConfigurations, null, Names.WebhookConfiguration)!;
        change(configuration["webhooks"]![0]!);
        configuration["metadata"]!["managedFields"] = new JsonArray(new JsonObject { ["manager"] = manager, ["operation"] = "Update", ["time"] = "2026-03-01T00:00:00Z" });
        api.Put(BuiltInResources.ValidatingWebhookConfigurations, null, Names.WebhookConfiguration, configuration);
    }

    private static WebhookSettings Settings() => new()
    {
        Address = IPAddress.Loopback,
        HttpsPort = FreePort(),
        HealthPort = FreePort(),
        Url = null,
        Namespace = Names.Namespace,
        PodName = "late",
    };

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
