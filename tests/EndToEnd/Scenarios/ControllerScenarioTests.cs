using GitOpsGuard.EndToEnd.Tests.Syncing;
using GitOpsGuard.Playground.Processes;
using GitOpsGuard.Playground.Story;

namespace GitOpsGuard.EndToEnd.Tests.Scenarios;

/// <summary>Controllers that write on managed objects beside Git: each its own part by its profile, and nobody else.</summary>
[Collection(ShopCollection.Name)]
public sealed class ControllerScenarioTests(ShopFixture fixture)
{
    private const string Web = ScenarioShop.Web;
    private const string Shop = ScenarioShop.Namespace;

    private readonly ScenarioShop _shop = new(fixture.Shop);

    [Fact, Scenario(110)]
    public async Task The_deployment_controller_notes_the_revision_of_a_managed_Deployment() =>
        (await _shop.Controller("kube-system", "deployment-controller", "annotate", Web, "-n", Shop, "deployment.kubernetes.io/revision=110", "--overwrite")).MustBeAllowed();

    [Fact, Scenario(110)]
    public async Task The_revision_of_a_managed_Deployment_is_not_set_by_hand() =>
        (await _shop.Alice("annotate", Web, "deployment.kubernetes.io/revision=111", "--overwrite")).MustBeDenied("deployment.kubernetes.io/revision");

    [Fact, Scenario(112)]
    public async Task The_injector_writes_the_bundle_of_a_managed_definition_and_of_managed_webhooks()
    {
        var team = await SyncedAsync("injected", Definition, Hook("injected"));

        var bundle = (await _shop.Admin("get", "validatingwebhookconfiguration/gitopsguard", "-o", "jsonpath={.webhooks[0].clientConfig.caBundle}")).MustSucceed().Output;

        (await InjectAsync("crd/gadgets.injected.example", $$$"""{"spec":{"conversion":{"webhook":{"clientConfig":{"caBundle":"{{{bundle}}}"} } } } }""", "merge")).MustBeAllowed();
        (await InjectAsync("validatingwebhookconfiguration/injected", $$"""[{"op":"add","path":"/webhooks/0/clientConfig/caBundle","value":"{{bundle}}"}]""", "json")).MustBeAllowed();

        await team.ReconcileAsync();
        Assert.Equal(bundle, await team.ReadAsync("crd/gadgets.injected.example", ".spec.conversion.webhook.clientConfig.caBundle"));
        Assert.Equal(bundle, await team.ReadAsync("validatingwebhookconfiguration/injected", ".webhooks[0].clientConfig.caBundle"));
        (await _shop.Admin("patch", "crd/gadgets.injected.example", "--type=merge", "-p", """{"spec":{"conversion":{"webhook":{"clientConfig":{"caBundle":null} } } } }"""))
            .MustBeDenied("spec.conversion.webhook.clientConfig.caBundle");
        await team.CommitAsync(("object-1.yaml", null));
        await team.GoneAsync("validatingwebhookconfiguration/injected");
    }

    [Fact, Scenario(114)]
    public async Task Secrets_are_entered_in_a_managed_ServiceAccount_by_their_controllers()
    {
        var team = await SyncedAsync("accounts", Account);

        (await _shop.Certified("system:kube-controller-manager", ["system:masters"], "patch", "serviceaccount/robot", "-n", "accounts", "--type=merge", "-p", """{"secrets":[{"name":"robot-token"}]}"""))
            .MustBeAllowed();
        (await _shop.Controller(
            "openshift-infra", "serviceaccount-pull-secrets-controller", "patch", "serviceaccount/robot", "-n", "accounts", "--type=merge", "-p", """{"imagePullSecrets":[{"name":"registry"}]}"""))
            .MustBeAllowed();

        await team.ReconcileAsync();
        Assert.Equal("robot-token registry", await team.ReadAsync("serviceaccount/robot", ".secrets[0].name} {.imagePullSecrets[0].name"));
    }

    [Fact, Scenario(114)]
    public async Task Secrets_are_not_entered_in_a_managed_ServiceAccount_by_hand()
    {
        await SyncedAsync("hand-accounts", $"{Account}automountServiceAccountToken: false\n");

        foreach (var patch in (string[])["""{"secrets":[{"name":"mine"}]}""", """{"imagePullSecrets":[{"name":"mine"}]}""", """{"automountServiceAccountToken":true}"""])
            (await _shop.Alice("patch", "serviceaccount/robot", "-n", "hand-accounts", "--type=merge", "-p", patch)).MustBeDenied("is managed by Git");
    }

    [Fact, Scenario(114)]
    public async Task The_Secret_of_a_token_that_Git_declares_is_filled()
    {
        const string Token = "apiVersion: v1\nkind: Secret\nmetadata: {name: robot-token, annotations: {kubernetes.io/service-account.name: robot}}\ntype: kubernetes.io/service-account-token\n";
        var team = await SyncedAsync("filled", Account, Token);

        await _shop.Certified(
            "system:kube-controller-manager", ["system:masters"], "patch", "secret/robot-token", "-n", "filled", "--type=merge", "-p", """{"data":{"namespace":"ZmlsbGVk"}}""", "--field-manager=kube-controller-manager");

        await team.ReconcileAsync();
        Assert.Equal("ZmlsbGVk", await team.ReadAsync("secret/robot-token", ".data.namespace"));
        Observed.Saw("allowed");
    }

    [Fact, Scenario(115)]
    public async Task External_Secrets_fills_keys_of_a_managed_Secret_that_are_not_in_Git()
    {
        var team = await SyncedAsync("vault", Login);

        (await FillAsync("vault", """{"data":{"password":"c3dvcmRmaXNo"}}""")).MustBeAllowed();

        await team.ReconcileAsync();
        Assert.Equal("YWRh c3dvcmRmaXNo", await team.ReadAsync("secret/login", ".data.user} {.data.password"));
        (await _shop.WithToken(
            await _shop.TokenOfController("external-secrets", "external-secrets"), "patch", "secret/login", "-n", "vault", "--type=merge", "-p", """{"data":{"user":"ZXZl"}}""")).MustBeDenied("data.user");
    }

    [Fact, Scenario(115)]
    public async Task Keys_of_a_managed_Secret_that_are_not_in_Git_are_not_filled_by_hand()
    {
        await SyncedAsync("hand-vault", Login);

        (await _shop.Alice("patch", "secret/login", "-n", "hand-vault", "--type=merge", "-p", """{"data":{"password":"c3dvcmRmaXNo"}}""")).MustBeDenied("data.password");
    }

    [Fact, Scenario(118)]
    public async Task An_autoscaler_of_nodes_taints_a_managed_Node()
    {
        var team = await SyncedAsync("pools", Node("pool-a"));

        (await TaintAsync("kube-system", "cluster-autoscaler", "pool-a", "ToBeDeletedByClusterAutoscaler")).MustBeAllowed();
        (await TaintAsync("karpenter", "karpenter", "pool-a", "karpenter.sh/disrupted")).MustBeAllowed();

        await team.ReconcileAsync();
        var taints = await team.ReadAsync("node/pool-a", ".spec.taints[*].key");
        Assert.Contains("ToBeDeletedByClusterAutoscaler", taints, StringComparison.Ordinal);
        Assert.Contains("karpenter.sh/disrupted", taints, StringComparison.Ordinal);
        await team.CommitAsync(("object-0.yaml", null), ("other.yaml", Workload.ConfigMap("other")));
        await team.GoneAsync("node/pool-a");
    }

    [Fact, Scenario(118)]
    public async Task A_managed_Node_is_not_tainted_by_hand()
    {
        var team = await SyncedAsync("hand-pools", Node("pool-b"));

        (await _shop.Admin("taint", "node", "pool-b", "example.com/mine=yes:NoSchedule")).MustBeDenied("spec.taints");

        await team.CommitAsync(("object-0.yaml", null), ("other.yaml", Workload.ConfigMap("other")));
        await team.GoneAsync("node/pool-b");
    }

    private Task<CommandResult> InjectAsync(string item, string patch, string type) => _shop.Controller(
        "cert-manager", "cert-manager-cainjector", "patch", item, $"--type={type}", "-p", patch, "--field-manager=cert-manager-cainjector");

    private Task<CommandResult> FillAsync(string ns, string patch) => _shop.Controller(
        "external-secrets", "external-secrets", "patch", "secret/login", "-n", ns, "--type=merge", "-p", patch, "--field-manager=externalsecrets.external-secrets.io/login");

    private Task<CommandResult> TaintAsync(string ns, string account, string node, string key) =>
        _shop.Controller(ns, account, "taint", "node", node, $"{key}=now:NoSchedule", $"--field-manager={account}", "--overwrite");

    private Task<TeamRepository> SyncedAsync(string name, params string[] manifests) =>
        TeamRepository.SyncedAsync(fixture.Shop, name, null, manifests.Select((text, i) => ($"object-{i}.yaml", (string?)text)));

    private const string Account = "apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: robot}\n";
    private const string Login = "apiVersion: v1\nkind: Secret\nmetadata: {name: login}\nstringData: {user: ada}\n";

    private static string Node(string name) => $"apiVersion: v1\nkind: Node\nmetadata: {{name: {name}, labels: {{example.com/pool: spare}}}}\n";

    private static string Hook(string name) => $$"""
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingWebhookConfiguration
        metadata: {name: {{name}} }
        webhooks:
          - name: check.injected.example
            admissionReviewVersions: [v1]
            sideEffects: None
            failurePolicy: Ignore
            clientConfig: {service: {namespace: {{name}}, name: check} }
            rules: [{apiGroups: [injected.example], apiVersions: [v1], operations: [CREATE], resources: [gadgets]}]
        """;

    private const string Definition = """
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata: {name: gadgets.injected.example}
        spec:
          group: injected.example
          names: {kind: Gadget, plural: gadgets}
          scope: Namespaced
          conversion:
            strategy: Webhook
            webhook:
              conversionReviewVersions: [v1]
              clientConfig: {service: {namespace: injected, name: convert} }
          versions:
            - name: v1
              served: true
              storage: true
              schema: {openAPIV3Schema: {type: object} }
        """;
}
