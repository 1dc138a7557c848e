namespace GitOpsGuard.EndToEnd.Tests.Scenarios;

/// <summary>Certificates and replicas of the guard change while kubectl writes: no call fails. A playground of its own.</summary>
public sealed class GuardChangeScenarioTests(ShopFixture fixture) : IClassFixture<ShopFixture>
{
    private const string Guard = "gitopsguard-system";
    private const string Webhook = "deployment/gitopsguard-webhook";
    private const int Writers = 3;

    private readonly ScenarioShop _shop = new(fixture.Shop);

    [Fact, Scenario(98)]
    public Task No_call_fails_while_the_certificates_are_rotated() => WhileWritingAsync(async () =>
    {
        const string Secret = "secret/gitopsguard-webhook-tls";
        string[] certificates = ["get", Secret, "-n", Guard, "-o", @"jsonpath={.data.tls\.crt},{.data.former-ca\.crt}"];
        var before = (await _shop.Admin(certificates)).MustSucceed().Output;

        (await _shop.Admin("annotate", Secret, "-n", Guard, "gitopsguard.dev/rotate=98", "--overwrite")).MustSucceed();

        await ScenarioShop.Until(() => _shop.Admin(certificates), found => found.Succeeded && found.Output.EndsWith(',') && found.Output != before, fixture.Shop.Logs);
    });

    [Fact, Scenario(99)]
    public async Task No_call_fails_while_a_replica_ends()
    {
        await using var service = await GuardService.StartAsync(fixture.Shop);
        (await _shop.Admin("set", "env", Webhook, "-n", Guard, $"GITOPSGUARD_WEBHOOK_URL={service.Address}")).MustSucceed();
        (await _shop.Admin("scale", Webhook, "-n", Guard, "--replicas=2")).MustSucceed();
        await RolledOutAsync(2, service.Address);
        try
        {
            await WhileWritingAsync(async () =>
            {
                var leaving = (await _shop.Pods(Guard, "gitopsguard-webhook"))[0];
                string[] uid = ["get", leaving, "-n", Guard, "--ignore-not-found", "-o", "jsonpath={.metadata.uid}"];
                var before = (await _shop.Admin(uid)).MustSucceed().Output;

                (await _shop.Admin("delete", leaving, "-n", Guard, "--wait=false")).MustSucceed();

                await ScenarioShop.Until(() => _shop.Admin(uid), found => found.Succeeded && found.Output != before, fixture.Shop.Logs);
                await RolledOutAsync(2, service.Address);
            });
        }
        finally
        {
            (await _shop.Admin("scale", Webhook, "-n", Guard, "--replicas=1")).MustSucceed();
            (await _shop.Admin("set", "env", Webhook, "-n", Guard, "GITOPSGUARD_WEBHOOK_URL-")).MustSucceed();
            await RolledOutAsync(1, "https://");
        }
    }

    /// <summary>Writes as a developer all the while, what is denied and what is not; each call must end as it should.</summary>
    private async Task WhileWritingAsync(Func<Task> act)
    {
        await WriteAsync();
        using var enough = new CancellationTokenSource();
        var writing = Task.WhenAll(Enumerable.Range(0, Writers).Select(_ => WriteUntilAsync(enough.Token)));
        try
        {
            await act();
        }
        finally
        {
            await enough.CancelAsync();
            await writing;
        }
    }

    private async Task WriteUntilAsync(CancellationToken enough)
    {
        while (!enough.IsCancellationRequested) await WriteAsync();
    }

    private async Task WriteAsync()
    {
        (await _shop.Alice("set", "image", ScenarioShop.Web, "*=registry.example/web:98")).MustBeDenied("registry.example/web:98");
        (await _shop.Alice("annotate", ScenarioShop.Web, $"example.com/at={Guid.NewGuid():N}", "--overwrite")).MustBeAllowed();
    }

    /// <summary>Waits until so many pods of the guard are ready, no others are left, and the API server asks at an address.</summary>
    private async Task RolledOutAsync(int replicas, string address)
    {
        (await _shop.Admin("rollout", "status", Webhook, "-n", Guard, "--timeout=120s")).MustSucceed();
        await ScenarioShop.Until(
            () => _shop.Admin("get", "pods", "-n", Guard, "-l", "app.kubernetes.io/component=webhook", "-o", @"jsonpath={.items[*].status.conditions[?(@.type==""Ready"")].status}{.items[*].metadata.deletionTimestamp}"),
            found => found.Output == string.Join(' ', Enumerable.Repeat("True", replicas)), fixture.Shop.Logs);
        await ScenarioShop.Until(
            () => _shop.Admin("get", "validatingwebhookconfiguration/gitopsguard", "-o", "jsonpath={.webhooks[0].clientConfig.url}"),
            found => found.Output.StartsWith(address, StringComparison.Ordinal), fixture.Shop.Logs);
        await ScenarioShop.Until(
            () => _shop.Alice("scale", ScenarioShop.Web, "--replicas=9"), result => result.Error.Contains("managed by Git", StringComparison.Ordinal), fixture.Shop.Logs);
    }
}
