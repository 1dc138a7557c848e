using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using GitOpsGuard.Playground.Processes;

namespace GitOpsGuard.EndToEnd.Tests.Scenarios;

/// <summary>
/// Ways around the lock that touch no managed object: other people's identities, what the engine reads, what stands above
/// or below a managed object. Each with its neighbour that must pass.
/// </summary>
[Collection(ShopCollection.Name)]
public sealed class SideDoorScenarioTests(ShopFixture fixture)
{
    private const string Guard = "gitopsguard-system";

    private readonly ScenarioShop _shop = new(fixture.Shop);

    [Fact, Scenario(38)]
    public async Task A_Secret_that_would_hold_the_reconcilers_token_is_denied()
    {
        var secret = await _shop.AliceWithInput(TokenSecret("gitopsguard-reconciler", Guard), "apply", "-n", Guard, "-f", "-");

        Denied(secret, "GitOpsGuard lives in this namespace");
    }

    [Fact, Scenario(38)]
    public async Task A_Secret_for_the_token_of_an_ordinary_account_is_allowed() =>
        (await _shop.AliceWithInput(TokenSecret("default", ScenarioShop.Namespace), "apply", "-f", "-")).MustBeAllowed();

    [Fact, Scenario(43)]
    public async Task A_pod_under_the_reconcilers_account_is_denied_also_in_a_dry_run()
    {
        string[] pod =
        [
            "run", "evil", "-n", Guard, "--image=registry.example/evil:1",
            """--overrides={"apiVersion":"v1","spec":{"serviceAccountName":"gitopsguard-reconciler"}}""",
        ];

        Denied(await _shop.Alice(pod), "GitOpsGuard lives in this namespace");
        Denied(await _shop.Alice([.. pod, "--dry-run=server"]), "GitOpsGuard lives in this namespace");
    }

    [Fact, Scenario(43)]
    public async Task A_pod_under_an_ordinary_account_is_allowed() =>
        (await _shop.Alice("run", "fine", "--image=registry.example/fine:1", "--dry-run=server")).MustBeAllowed();

    [Theory]
    [InlineData("system:kube-controller-manager")]
    [InlineData("system:serviceaccount:gitopsguard-system:gitopsguard-reconciler")]
    public async Task A_certificate_in_the_name_of_a_trusted_identity_may_not_be_asked_for(string name)
    {
        Denied(await _shop.WithToken(await Lookalike(), "apply", "-f", await _shop.FileOf(Signing($"CN={name}"))), $"A certificate for {name}");
    }

    [Fact]
    public async Task A_certificate_in_ones_own_name_may_be_asked_for() =>
        (await _shop.WithToken(await Lookalike(), "apply", "-f", await _shop.FileOf(Signing("CN=carol, O=developers")))).MustBeAllowed();

    [Fact, Scenario(87)]
    public async Task A_GitSync_is_not_suspended_by_hand()
    {
        var suspend = await _shop.WithToken(
            await Lookalike(), "patch", "gitsync", ScenarioShop.Sync, "-n", ScenarioShop.SyncNamespace, "--type=merge", "-p", """{"spec":{"suspend":true}}""");

        Denied(suspend, "spec.suspend  false -> true");
    }

    [Fact, Scenario(87)]
    public async Task A_GitSync_may_be_asked_to_reconcile_now() =>
        (await _shop.WithToken(
            await Lookalike(), "annotate", "gitsync", ScenarioShop.Sync, "-n", ScenarioShop.SyncNamespace, "--overwrite", "gitopsguard.dev/reconcile=now"))
            .MustBeAllowed();

    [Fact, Scenario(88)]
    public async Task The_address_of_a_source_is_not_changed_by_hand()
    {
        var change = await _shop.WithToken(
            await Lookalike(), "patch", "gitsource", await Source(), "-n", ScenarioShop.SyncNamespace, "--type=merge", "-p", """{"spec":{"url":"https://evil.example/x"}}""");

        Denied(change, "spec.url");
    }

    [Fact, Scenario(88)]
    public async Task A_source_may_be_asked_to_fetch_now() => (await _shop.WithToken(
        await Lookalike(), "annotate", "gitsource", await Source(), "-n", ScenarioShop.SyncNamespace, "--overwrite", "gitopsguard.dev/reconcile=now"))
        .MustBeAllowed();

    [Fact]
    public async Task The_definition_of_an_own_kind_is_not_deleted_by_hand() => Denied(
        await _shop.WithToken(await Lookalike(), "delete", "crd", "gitsyncs.gitopsguard.dev", "--wait=false"), "This is a part of GitOpsGuard");

    [Fact]
    public async Task An_autoscaler_may_not_be_pointed_at_a_managed_workload() =>
        Denied(await _shop.AliceWithInput(Autoscaler("web"), "apply", "-f", "-"), "would scale Deployment shop/web");

    [Fact]
    public async Task An_autoscaler_may_be_pointed_at_a_workload_that_Git_does_not_declare()
    {
        await _shop.HaveScratch();

        (await _shop.AliceWithInput(Autoscaler("scratch"), "apply", "-f", "-")).MustBeAllowed();
    }

    [Fact]
    public async Task What_a_pod_of_a_managed_workload_runs_is_not_changed()
    {
        var pod = (await _shop.Alice("get", "pods", "-o", "name")).MustSucceed().Output.Split('\n').First(name => name.StartsWith("pod/web-", StringComparison.Ordinal));

        Denied(await _shop.Alice("set", "image", pod, "*=registry.example/evil:1"), "belongs to Deployment shop/web, which is managed by Git");
        (await _shop.Alice("label", pod, "--overwrite", "example.com/note=x")).MustBeAllowed();
    }

    private Task<string> Lookalike() => _shop.TokenOfLookalike("side-doors", "gitopsguard-reconciler");

    private async Task<string> Source() =>
        (await _shop.Admin("get", "gitsources", "-n", ScenarioShop.SyncNamespace, "-o", "jsonpath={.items[0].metadata.name}")).Output;

    private static void Denied(CommandResult result, string what) => result.MustBeDenied(what);

    private static string Autoscaler(string target) => $$$"""
        {"apiVersion":"autoscaling/v2","kind":"HorizontalPodAutoscaler","metadata":{"name":"of-{{{target}}}"},
         "spec":{"maxReplicas":9,"scaleTargetRef":{"apiVersion":"apps/v1","kind":"Deployment","name":"{{{target}}}"} } }
        """;

    private static string TokenSecret(string account, string ns) => $$$"""
        {"apiVersion":"v1","kind":"Secret","type":"kubernetes.io/service-account-token",
         "metadata":{"name":"token-of-{{{account}}}","namespace":"{{{ns}}}","annotations":{"kubernetes.io/service-account.name":"{{{account}}}" } } }
        """;

    private static string Signing(string subject)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256).CreateSigningRequestPem();
        return $$$"""
            {"apiVersion":"certificates.k8s.io/v1","kind":"CertificateSigningRequest","metadata":{"name":"c-{{{Guid.NewGuid():N}}}" },
             "spec":{"request":"{{{Convert.ToBase64String(Encoding.ASCII.GetBytes(request))}}}","signerName":"kubernetes.io/kube-apiserver-client","usages":["client auth"]}}
            """;
    }
}
