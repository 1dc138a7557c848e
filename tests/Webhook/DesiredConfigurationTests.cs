using System.Net;
using System.Text.Json.Nodes;
using GitOpsGuard.Core.Admission;
using GitOpsGuard.Webhook.Certificates;
using GitOpsGuard.Webhook.Registration;

namespace GitOpsGuard.Webhook.Tests;

public sealed class DesiredConfigurationTests
{
    private static readonly ServingIdentity Identity = new(new OwnIssuer(["guard.test"]).NewAuthority(DateTimeOffset.UnixEpoch).Open(), "PEM", "/admit/x");

    [Fact]
    public void While_a_policy_enforces_managed_objects_are_locked_when_the_guard_is_down()
    {
        var webhooks = Webhooks(new());
        Assert.Equal("Fail", FailurePolicy(webhooks, "managed"));
        Assert.Equal("Fail", FailurePolicy(webhooks, "scale"));
        Assert.Equal("Fail", FailurePolicy(webhooks, "namespaces"));
    }

    [Theory]
    [InlineData("managed-system")]
    [InlineData("status")]
    [InlineData("tokens-of-nodes")]
    [InlineData("tokens-of-controllers")]
    [InlineData("declared")]
    [InlineData("pods")]
    [InlineData("own-kinds-open")]
    public void What_the_cluster_needs_to_heal_never_waits_for_the_guard(string entry) =>
        Assert.Equal("Ignore", FailurePolicy(Webhooks(new()), entry));

    [Fact]
    public void Advice_never_stops_a_write_nor_holds_one_up_for_long()
    {
        var advice = Webhooks(new()).Single(webhook => (string?)webhook!["name"] == "advice.gitopsguard.dev")!;
        Assert.Equal(("Ignore", 1), ((string?)advice["failurePolicy"], (int?)advice["timeoutSeconds"]));
        Assert.Equal("""["shop"]""", advice["namespaceSelector"]!["matchExpressions"]![0]!["values"]!.ToJsonString());
    }

    [Fact]
    public void While_nothing_enforces_no_entry_stops_a_write()
    {
        var webhooks = Webhooks(new() { Policies = [Policy.CompiledIn with { Mode = PolicyMode.Audit }] });
        Assert.All(webhooks, webhook => Assert.Equal("Ignore", (string?)webhook!["failurePolicy"]));
    }

    [Fact]
    public void Without_declared_objects_nothing_but_markers_and_tokens_is_watched()
    {
        var webhooks = new DesiredConfiguration(new(), Identity, Settings(null), []).Webhooks();
        Assert.DoesNotContain(webhooks, webhook => (string?)webhook!["name"] is "scale.gitopsguard.dev" or "namespaces.gitopsguard.dev" or "declared.gitopsguard.dev");
    }

    [Fact]
    public void An_account_that_a_policy_trusts_is_guarded_where_it_lives()
    {
        var policy = Policy.CompiledIn with { TrustedAccounts = ["flux-system/kustomize-controller"] };
        var webhooks = Webhooks(new() { Policies = [policy] });
        Assert.Equal("Fail", FailurePolicy(webhooks, "tokens-of-trusted"));
        Assert.Equal("Ignore", FailurePolicy(webhooks, "pods-of-trusted"));
        Assert.DoesNotContain(Webhooks(new()), webhook => (string?)webhook!["name"] == "tokens-of-trusted.gitopsguard.dev");
    }

    [Theory]
    [InlineData(Permission.Allow, "Ignore")]
    [InlineData(Permission.Deny, "Fail")]
    public void While_the_guard_is_down_pods_are_evicted_unless_a_policy_forbids_it(Permission evictions, string whenDown)
    {
        var webhooks = Webhooks(new() { Policies = [Policy.CompiledIn with { Operations = new() { Eviction = evictions } }] });
        Assert.Equal(whenDown, FailurePolicy(webhooks, "evictions"));
        Assert.Equal("Ignore", FailurePolicy(webhooks, "connections-of-managed"));
    }

    [Fact]
    public void A_sealed_policy_covers_its_namespaces_and_lets_the_cluster_heal()
    {
        var policy = Policy.CompiledIn with { Name = "payments", Sealed = true, Namespaces = ["pay"], NamespaceSelector = new([new("stage", "Exists", [])]) };
        var webhooks = Webhooks(new() { Policies = [policy] });
        Assert.Equal(("Fail", "Ignore"), (FailurePolicy(webhooks, "sealed-payments"), FailurePolicy(webhooks, "sealed-open-payments")));
        var selector = webhooks.Single(webhook => (string?)webhook!["name"] == "sealed-payments.gitopsguard.dev")!["namespaceSelector"]!;
        Assert.Equal(
            """[{"key":"kubernetes.io/metadata.name","operator":"In","values":["pay"]},{"key":"stage","operator":"Exists"}]""",
            selector["matchExpressions"]!.ToJsonString());
        Assert.Equal("Fail", FailurePolicy(webhooks, "namespace-labels"));
    }

    [Fact]
    public void What_the_engine_reads_is_watched_by_name()
    {
        var inputs = System.Collections.Immutable.ImmutableDictionary<Core.ObjectIdentity, string>.Empty.Add(new("", "Secret", "team", "it's"), "GitSource team/a");
        var entry = Webhooks(new() { EngineInputs = inputs }).Single(webhook => (string?)webhook!["name"] == "engine-inputs.gitopsguard.dev")!;
        Assert.Equal("""["team"]""", entry["namespaceSelector"]!["matchExpressions"]![0]!["values"]!.ToJsonString());
        Assert.Equal("has(request.name) && request.name in ['it\\'s']", (string)entry["matchConditions"]![0]!["expression"]!);
    }

    [Fact]
    public void The_namespaces_of_the_guard_and_the_system_are_left_out_of_what_fails()
    {
        var index = Index("shop").With("t/b", Index2("kube-system")).With("t/c", Index2("gitopsguard-system"));
        var scale = Webhooks(new() { Inventory = index }).Single(webhook => (string?)webhook!["name"] == "scale.gitopsguard.dev")!;
        Assert.Equal("[\"shop\"]", scale["namespaceSelector"]!["matchExpressions"]![0]!["values"]!.ToJsonString());
    }

    [Fact]
    public void An_address_from_outside_the_cluster_replaces_the_Service()
    {
        var outside = new DesiredConfiguration(new(), Identity, Settings(new("https://127.0.0.1:9443")), []).Webhooks();
        Assert.Equal("https://127.0.0.1:9443/admit/x", (string?)outside[0]!["clientConfig"]!["url"]);
        Assert.Equal("gitopsguard-webhook", (string?)Webhooks(new())[0]!["clientConfig"]!["service"]!["name"]);
    }

    private static JsonArray Webhooks(Snapshot snapshot)
    {
        var declared = snapshot.Inventory.Count > 0 ? snapshot : snapshot with { Inventory = Index("shop") };
        return new DesiredConfiguration(declared, Identity, Settings(null), [("apps", "deployments")]).Webhooks();
    }

    private static InventoryIndex Index(string ns) => InventoryIndex.Empty.With("t/a", Index2(ns));

    private static System.Collections.Immutable.ImmutableArray<Declaration> Index2(string ns) =>
        [new(new("apps", "Deployment", ns, "web"), new("t", "a", "r", "v"), "f", 0, 1, DeclaredLines.None)];

    private static string? FailurePolicy(JsonArray webhooks, string name) =>
        (string?)webhooks.Single(webhook => (string?)webhook!["name"] == $"{name}.gitopsguard.dev")!["failurePolicy"];

    private static WebhookSettings Settings(Uri? url) => new()
    {
        Address = IPAddress.Loopback,
        HttpsPort = 1,
        HealthPort = 2,
        Url = url,
        Namespace = "gitopsguard-system",
        PodName = "p",
    };
}
