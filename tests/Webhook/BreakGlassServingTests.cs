using System.Text.Json;
using System.Text.Json.Nodes;
using GitOpsGuard.Kubernetes.Kinds;

namespace GitOpsGuard.Webhook.Tests;

/// <summary>What an answer, the record and the status say of a change under a BreakGlass.</summary>
public sealed class BreakGlassServingTests
{
    private const string Fire = "/apis/gitopsguard.dev/v1alpha1/namespaces/shop/breakglasses/fire";

    [Fact]
    public async Task A_change_under_it_passes_with_a_warning_is_audited_recorded_and_counted()
    {
        await using var guard = await RunningGuard.StartAsync(prepare: server => server.Add(Fire, Glass(TimeProvider.System.GetUtcNow())));

        var answer = await guard.ReviewAsync(RunningGuard.Scale(5));

        Assert.True(answer.GetProperty("allowed").GetBoolean());
        Assert.StartsWith("BreakGlass shop/fire: ", answer.GetProperty("warnings")[0].GetString());
        var audit = answer.GetProperty("auditAnnotations");
        Assert.Equal(("shop/fire", "checkout is down", "scale"), (Text(audit, "breakglass"), Text(audit, "breakglass-reason"), Text(audit, "rule")));
        var record = $"/apis/gitopsguard.dev/v1alpha1/namespaces/shop/changerequests/{Text(audit, "change")}";
        await guard.UntilAsync(() => Task.FromResult(guard.Server.Get(record) is not null));
        Assert.Equal("shop/fire", (string?)guard.Server.Get(record)!["spec"]!["breakGlass"]);
        Assert.Equal("shop.fire", (string?)guard.Server.Get(record)!["metadata"]!["labels"]!["gitopsguard.dev/break-glass"]);
        Assert.Matches("gitopsguard_decisions_total{mode=\"Enforce\",rule=\"scale\",verdict=\"lifted\"} [1-9]", (await guard.HealthAsync("/metrics")).Body);
    }

    [Fact]
    public async Task Its_status_is_written_once_the_guard_knows_it()
    {
        await using var guard = await RunningGuard.StartAsync(prepare: server => server.Add(Fire, Glass(TimeProvider.System.GetUtcNow())));

        await guard.UntilAsync(() => Task.FromResult(guard.Server.Writes.Any(write => write.Path == $"{Fire}/status")));

        var patch = JsonNode.Parse(guard.Server.Writes.First(write => write.Path == $"{Fire}/status").Body)!;
        Assert.Equal(Reasons.Open, (string?)patch["status"]!["conditions"]![0]!["reason"]);
        Assert.NotNull(patch["metadata"]!["resourceVersion"]);
    }

    [Fact]
    public async Task One_that_is_over_opens_nothing()
    {
        await using var guard = await RunningGuard.StartAsync(prepare: server => server.Add(Fire, Glass(TimeProvider.System.GetUtcNow() - TimeSpan.FromMinutes(11))));

        var answer = await guard.ReviewAsync(RunningGuard.Scale(5));

        Assert.False(answer.GetProperty("allowed").GetBoolean());
        Assert.Contains("ended      BreakGlass shop/fire", answer.GetProperty("status").GetProperty("message").GetString());
    }

    private static string Glass(DateTimeOffset created) =>
        $"{{'metadata':{{'name':'fire','namespace':'shop','uid':'u','creationTimestamp':'{KubernetesTimeConverter.Format(created)}'}},"
        + "'spec':{'subjects':[{'kind':'User','name':'bob'}],'reason':'checkout is down','duration':'10m'}}";

    private static string? Text(JsonElement obj, string name) => obj.GetProperty(name).GetString();
}
