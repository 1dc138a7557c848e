using System.Text.Json;
using System.Text.Json.Nodes;
using GitOpsGuard.Core;
using GitOpsGuard.Core.Admission;
using GitOpsGuard.Kubernetes;
using GitOpsGuard.Kubernetes.Kinds;
using GitOpsGuard.Webhook.Caches;

namespace GitOpsGuard.Webhook.Reporting;

/// <summary>
/// Adds what this replica counted to the status of each GuardPolicy. Replicas add up, since each adds to what it has read and
/// writes only over that: who comes second reads again.
/// </summary>
internal sealed class PolicyKeeper(ApiClient client, ClusterView view, TimeProvider time, ILogger<PolicyKeeper> logger)
{
    private const int MostAttempts = 5;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestFarewell = TimeSpan.FromSeconds(2);
    private static readonly WriteOptions Writing = new() { FieldManager = Names.WebhookServiceAccount };

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Tally> _tallies = new(StringComparer.Ordinal);

    /// <summary>Counts what policies had to say against a request.</summary>
    internal void Note(AdmissionRequest request, Decision decision)
    {
        if (decision.Objection is not { } objection) return;
        var now = time.GetUtcNow();
        lock (_gate)
        {
            foreach (var policy in objection.Policies) TallyOf(policy).Add(objection, request, decision.BreakGlass is not null, now);
        }
    }

    /// <summary>Writes down what was counted, every few seconds until cancelled, and once more at the end.</summary>
    internal async Task RunAsync(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            await KeepAllAsync(ct);
            await Task.Delay(Pause, time, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        using var farewell = new CancellationTokenSource(LongestFarewell, time);
        await KeepAllAsync(farewell.Token);
    }

    private async Task KeepAllAsync(CancellationToken ct)
    {
        foreach (var policy in view.GuardPolicies)
        {
            var name = Json.TextAt(policy, "metadata", "name");
            var tally = Take(name);
            try
            {
                await KeepAsync(policy, name, tally, ct);
            }
            catch (ApiException e)
            {
                lock (_gate) TallyOf(name).Add(tally);
                if (!e.IsConflict) WebhookLog.NotReported(logger, name, e.Message);
            }
            catch (OperationCanceledException)
            {
                lock (_gate) TallyOf(name).Add(tally);
                return;
            }
        }
    }

    /// <summary>Adds the tally to the status as it was read; where somebody has written since, to what is read anew.</summary>
    private async Task KeepAsync(JsonElement policy, string name, Tally tally, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await WriteAsync(policy, name, tally, ct);
                return;
            }
            catch (ApiException e) when (e.IsConflict && attempt < MostAttempts)
            {
                if (await client.GetAsync(OwnResources.GuardPolicies, null, name, ct) is not { } now) return;
                policy = now;
            }
        }
    }

    private async Task WriteAsync(JsonElement policy, string name, Tally tally, CancellationToken ct)
    {
        if (policy.Deserialize(KindsJson.Default.GuardPolicy) is not { } kind) return;
        var before = kind.Status ?? new();
        var status = PolicyStatus.Of(policy, kind, time).Plus(tally);
        if (MergePatch.Between(JsonOf(before), JsonOf(status)) is not { } patch) return;
        var version = Json.TextAt(policy, "metadata", "resourceVersion");
        await client.MergePatchAsync(
            OwnResources.GuardPolicies, null, name, new() { ["metadata"] = new JsonObject { ["resourceVersion"] = version }, ["status"] = patch }, Writing, ct, "status");
    }

    private Tally Take(string policy)
    {
        lock (_gate) return _tallies.Remove(policy, out var tally) ? tally : new();
    }

    private Tally TallyOf(string policy)
    {
        if (_tallies.TryGetValue(policy, out var tally)) return tally;
        return _tallies[policy] = new();
    }

    private static JsonObject JsonOf(GuardPolicyStatus status) => JsonSerializer.SerializeToNode(
        new KindObject<GuardPolicySpec, GuardPolicyStatus> { Status = status }, KindsJson.Default.GuardPolicy)!["status"]!.DeepClone().AsObject();
}
