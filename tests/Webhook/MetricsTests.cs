using System.Text.RegularExpressions;
using GitOpsGuard.Core.Admission;

namespace GitOpsGuard.Webhook.Tests;

/// <summary>What Prometheus reads of the guard.</summary>
public sealed partial class MetricsTests
{
    private static readonly HashSet<string> Known =
    [
        .. Guard.Rules,
        "denied", "lifted", "warned", "allowed",
        .. Enum.GetNames<PolicyMode>(), "none",
    ];

    [Theory]
    [InlineData("decisions_total", "mode=\"Enforce\",rule=\"scale\",verdict=\"denied\"")]
    [InlineData("decision_duration_seconds_bucket", "le=\"+Inf\"")]
    [InlineData("decision_duration_seconds_count", "")]
    [InlineData("declared_objects", "")]
    public async Task A_decision_and_what_it_was_made_by_are_measured(string name, string labels)
    {
        await using var guard = await RunningGuard.StartAsync();

        await guard.ReviewAsync(RunningGuard.Scale(5));

        Assert.Matches($"(?m)^gitopsguard_{name}{Regex.Escape("{" + labels + "}")} [1-9]", await ReadAsync(guard));
    }

    [Theory]
    [InlineData("gitopsguard_cache_age_seconds")]
    [InlineData("gitopsguard_changerequests_dropped_total")]
    [InlineData("gitopsguard_registration_restored_total")]
    [InlineData("kubernetes_client_requests_total")]
    [InlineData("kubernetes_informer_objects")]
    public async Task What_goes_on_behind_decisions_is_measured(string name)
    {
        await using var guard = await RunningGuard.StartAsync();

        Assert.Contains($"# TYPE {name} ", await ReadAsync(guard), StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_label_takes_a_text_of_a_request()
    {
        await using var guard = await RunningGuard.StartAsync();
        foreach (var name in (string[])["alice", "böb", "x\\\"y", "{le=1}"])
        {
            await guard.PostAsync(RunningGuard.Review(RunningGuard.Scale(5).Replace("bob", name, StringComparison.Ordinal)));
            await guard.PostAsync(RunningGuard.Review(RunningGuard.Scale(5).Replace("'web'", $"'{name}'", StringComparison.Ordinal)));
        }

        await guard.PostAsync(RunningGuard.Review("{'uid':'u1','operation':'PAINT'}"));

        var values = Label.Matches(await ReadAsync(guard)).Select(match => match.Groups[1].Value).ToHashSet();
        Assert.Superset(new HashSet<string> { "scale", "unsure", "denied" }, values);
        Assert.Subset(Known, values);
    }

    private static async Task<string> ReadAsync(RunningGuard guard) => (await guard.HealthAsync("/metrics")).Body;

    [GeneratedRegex("(?:rule|verdict|mode)=\"((?:[^\"\\\\]|\\\\.)*)\"")]
    private static partial Regex Label { get; }
}
