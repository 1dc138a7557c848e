using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using GitOpsGuard.Core.Admission;
using GitOpsGuard.Kubernetes;
using GitOpsGuard.Kubernetes.Kinds;
using GitOpsGuard.Testing;
using GitOpsGuard.Testing.Api;
using GitOpsGuard.Webhook.Caches;
using GitOpsGuard.Webhook.Reporting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace GitOpsGuard.Webhook.Tests;

/// <summary>What policies objected to, as it is counted and reported.</summary>
public sealed class ReportTests : IDisposable
{
    private const string Controller = "system:serviceaccount:scaling:keda";
    private static readonly DateTimeOffset Noon = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);
    private readonly FakeTimeProvider _time = new(Noon);
    private readonly FakeApi _api = new();

    public void Dispose() => _api.Dispose();

    [Fact]
    public void A_controller_that_writes_a_few_fields_is_let_through_by_an_opening()
    {
        var entry = Of(Request(Controller), "spec.replicas");
        Assert.Equal(("Deployment.apps", "spec.replicas", Controller), (entry.Open!.Kinds!.Single(), entry.Open.Paths.Single(), entry.Open.Actors!.Single()));
        Assert.Null(entry.Trusted);
    }

    [Fact]
    public void A_controller_that_writes_at_large_is_let_through_by_trust()
    {
        var entry = Of(Request(Controller) with { Operation = Operation.Delete });
        Assert.Null(entry.Open);
        Assert.Equal(("scaling", "keda", false), (entry.Trusted!.ServiceAccount!.Namespace, entry.Trusted.ServiceAccount.Name, entry.Trusted.Impersonated));
    }

    [Fact]
    public void An_engine_that_impersonates_is_trusted_without_proof() =>
        Assert.True(Of(Request(Controller, token: false) with { Operation = Operation.Create }).Trusted!.Impersonated);

    [Fact]
    public void People_go_through_Git()
    {
        var entry = Of(Request("bob"), "spec.replicas");
        Assert.Equal((null, null), (entry.Open, entry.Trusted));
    }

    [Fact]
    public void Fields_add_up_until_there_are_too_many_to_open()
    {
        var one = Of(Request(Controller), "spec.replicas");
        var both = Report.Together(one, Of(Request(Controller), "spec.paused"));
        Assert.Equal(["spec.paused", "spec.replicas"], both.Open!.Paths);
        Assert.Equal(2, both.Count);
        var many = Enumerable.Range(0, 10).Aggregate(both, (sum, i) => Report.Together(sum, Of(Request(Controller), $"spec.f{i}")));
        Assert.Equal(["*"], many.Fields);
        Assert.NotNull(many.Trusted);
    }

    [Fact]
    public void A_status_holds_the_most_frequent_and_counts_all()
    {
        var tally = new Tally();
        for (var i = 0; i < 60; i++) tally.Add(Objects("spec.replicas"), Request($"user{i}"), lifted: false, Noon);
        tally.Add(Objects("spec.replicas"), Request("user59"), lifted: false, Noon);
        tally.Add(Objects("spec.replicas"), Request("user59"), lifted: true, Noon);

        var status = new GuardPolicyStatus().Plus(tally);

        Assert.Equal((Report.MostEntries, "user59", 2), (status.Report!.Count, status.Report[0].User, status.Report[0].Count));
        Assert.Equal(new PolicyCounts { Audited = 61, Lifted = 1 }, status.Counts);
    }

    [Fact]
    public void A_policy_that_trusts_without_proof_says_so_until_it_does_no_more()
    {
        var trusting = Status("""{"trusted":[{"serviceAccount":{"namespace":"flux","name":"tenant"},"impersonated":true},{"serviceAccount":{"namespace":"ci","name":"deployer"}}]}""");
        var forgeable = trusting.Conditions!.Single(condition => condition.Type == ConditionTypes.TrustForgeable);
        Assert.Equal(("True", Reasons.TrustedWithoutProof), (forgeable.Status, forgeable.Reason));
        Assert.StartsWith("Whoever may impersonate flux/tenant passes", forgeable.Message);
        Assert.Equal([ConditionTypes.Ready], Status("{}", trusting).Conditions!.Select(condition => condition.Type));
    }

    [Fact]
    public async Task Replicas_add_up_and_a_changed_policy_counts_anew()
    {
        Have("Audit");
        using var stop = new CancellationTokenSource();
        Replica[] replicas = [new(_api, _time), new(_api, _time), new(_api, _time)];
        foreach (var replica in replicas) replica.Start(stop.Token);
        foreach (var replica in replicas)
        {
            for (var i = 0; i < 5; i++) replica.Keeper.Note(Request(Controller), Decision.Allow("x") with { Objection = Objects("spec.replicas") });
        }

        await Eventually.Holds(() => Audited() == 15, _time, TimeSpan.FromSeconds(5));
        Assert.Equal(15, (int?)Status()!["report"]![0]!["count"]);
        Assert.Equal("True", (string?)Status()!["conditions"]![0]!["status"]);

        Have("Warn");
        await Eventually.Holds(() => (int?)Status()!["observedGeneration"] == 2 && Audited() == 0 && Status()!["report"]!.AsArray().Count == 0, _time, TimeSpan.FromSeconds(5));

        replicas[0].Keeper.Note(Request(Controller), Decision.Allow("x") with { Objection = Objects("spec.replicas") });
        await stop.CancelAsync();
        foreach (var replica in replicas) await replica.EndAsync();
        Assert.Equal(1, Audited());
    }

    private GuardPolicyStatus Status(string spec, GuardPolicyStatus? before = null)
    {
        var policy = JsonElement.Parse($$"""{"metadata":{"name":"default","generation":1},"spec":{{spec}}}""");
        return PolicyStatus.Of(policy, policy.Deserialize(KindsJson.Default.GuardPolicy)! with { Status = before ?? new() }, _time);
    }

    private JsonNode? Status() => _api.Get(OwnResources.GuardPolicies, null, "default")?["status"];

    private int? Audited() => (int?)Status()?["counts"]?["audited"];

    private void Have(string mode) => _api.Put(OwnResources.GuardPolicies, null, "default", new JsonObject
    {
        ["spec"] = new JsonObject { ["mode"] = mode },
        ["status"] = Status()?.DeepClone() ?? new JsonObject(),
    });

    private static ReportEntry Of(AdmissionRequest request, params string[] fields) => Report.EntryOf(Objects(fields), request, Noon);

    private static Objection Objects(params string[] fields) =>
        new(["default"], PolicyMode.Audit, new("apps", "Deployment", "shop", "web"), [.. fields], MoreFields: false);

    private static AdmissionRequest Request(string user, bool token = true) => new()
    {
        Uid = "u",
        Operation = Operation.Update,
        Group = "apps",
        Version = "v1",
        Kind = "Deployment",
        Resource = "deployments",
        Subresource = "",
        Namespace = "shop",
        Name = "web",
        User = new(user, "uid", [], token ? JsonElement.Parse("""{"authentication.kubernetes.io/credential-id":["JTI=x"]}""") : default),
        Object = default,
        OldObject = default,
        DryRun = false,
        FieldManager = "",
    };

    /// <summary>The part of a replica that counts.</summary>
    private sealed class Replica
    {
        private readonly ClusterView _view;
        private Task _work = Task.CompletedTask;

        internal Replica(FakeApi api, TimeProvider time)
        {
            var client = api.Client(new() { Time = time });
            var settings = WebhookSettings.From(_ => null);
            _view = new(client, settings, time, NullLoggerFactory.Instance);
            Keeper = new(client, _view, time, NullLogger<PolicyKeeper>.Instance);
        }

        internal PolicyKeeper Keeper { get; }

        internal void Start(CancellationToken ct) => _work = Task.WhenAll(_view.RunAsync(ct), Keeper.RunAsync(ct));

        internal async Task EndAsync() => await _work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
