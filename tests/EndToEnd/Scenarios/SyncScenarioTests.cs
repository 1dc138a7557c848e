using GitOpsGuard.EndToEnd.Tests.Syncing;
using GitOpsGuard.Playground;
using GitOpsGuard.Playground.Story;

namespace GitOpsGuard.EndToEnd.Tests.Scenarios;

/// <summary>What Git says beside what others write: Secrets, definitions, whole namespaces, other GitSyncs.</summary>
[Collection(ShopCollection.Name)]
public sealed class SyncScenarioTests(ShopFixture fixture)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);
    private readonly ScenarioShop _shop = new(fixture.Shop);

    [Fact, Scenario(70)]
    public async Task The_reconciler_prunes_a_namespace_with_all_that_is_in_it()
    {
        var team = await SyncedAsync("prunes", """
            apiVersion: v1
            kind: Namespace
            metadata: {name: prunes-annex}
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: settings, namespace: prunes-annex}
            """);
        (await _shop.Alice("create", "configmap", "note", "-n", "prunes-annex")).MustSucceed();

        await team.ReadyAsync(await team.CommitAsync(("all.yaml", null), ("other.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: other}\n")));

        await EventuallyAsync(async () => (await _shop.Admin("get", "namespace", "prunes-annex", "--ignore-not-found", "-o", "name")).MustSucceed().Output.Length == 0, "the namespace is still there");
        Observed.Saw("allowed");
    }

    [Fact, Scenario(82)]
    public async Task A_deletion_that_the_reconciler_is_denied_is_told_and_done_once_it_is_allowed()
    {
        const string Policy = "scenario-82";
        var team = await SyncedAsync("undeletable", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: stuck}\n");
        await team.ApplyAsync($$"""
            apiVersion: admissionregistration.k8s.io/v1
            kind: ValidatingAdmissionPolicy
            metadata: {name: {{Policy}}}
            spec:
              failurePolicy: Fail
              matchConstraints:
                namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: undeletable} }
                resourceRules: [{apiGroups: [""], apiVersions: [v1], operations: [DELETE], resources: [configmaps]}]
              validations: [{expression: "request.name != 'stuck'", message: nobody deletes this}]
            ---
            apiVersion: admissionregistration.k8s.io/v1
            kind: ValidatingAdmissionPolicyBinding
            metadata: {name: {{Policy}}}
            spec: {policyName: {{Policy}}, validationActions: [Deny]}
            """);
        await EventuallyAsync(
            async () => (await team.KubectlAsync("delete", "configmap/stuck", "--dry-run=server")).Error.Contains("nobody deletes this", StringComparison.Ordinal),
            "the policy does not deny yet");

        await team.CommitAsync(("all.yaml", null), ("other.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: other}\n"));

        var told = await team.FailedAsync(team.GitSync, "PruneFailed");
        Assert.Contains("ConfigMap undeletable/stuck (from deploy/all.yaml:1) could not be deleted", told, StringComparison.Ordinal);
        Assert.Contains("nobody deletes this", told, StringComparison.Ordinal);
        Observed.Saw("denied and told by the condition Ready");

        (await team.KubectlAsync("delete", "validatingadmissionpolicybinding,validatingadmissionpolicy", Policy)).MustSucceed();
        await team.GoneAsync("configmap/stuck");
        await team.WaitAsync(team.GitSync, SyncedRepository.IsReady);
        Observed.Saw("allowed");
    }

    [Fact, Scenario(129)]
    public async Task A_Secret_that_is_declared_as_text_is_closed_and_a_key_that_Git_drops_goes()
    {
        const string Login = "apiVersion: v1\nkind: Secret\nmetadata: {name: login}\nstringData:\n  user: ada\n";
        var team = await SyncedAsync("texts", $"{Login}  password: hunter2\n");
        const string Value = "{.data.user},{.data.password},{.stringData}";
        Assert.Equal("YWRh,aHVudGVyMg==,", (await team.KubectlAsync("get", "secret/login", "-o", $"jsonpath={Value}")).MustSucceed().Output);

        foreach (var patch in (string[])["""{"stringData":{"password":"swordfish"}}""", """{"data":{"password":null}}""", """{"data":{"more":"eA=="}}"""])
            (await _shop.Alice("patch", "secret/login", "-n", "texts", "--type=merge", "-p", patch)).MustBeDenied("data.");
        await team.ReadyAsync(await team.CommitAsync(("all.yaml", Login)));

        Assert.Equal("YWRh,,", (await team.KubectlAsync("get", "secret/login", "-o", $"jsonpath={Value}")).MustSucceed().Output);
    }

    [Fact, Scenario(129)]
    public async Task A_Secret_that_is_declared_as_text_may_be_written_with_its_own_values()
    {
        await SyncedAsync("same-texts", "apiVersion: v1\nkind: Secret\nmetadata: {name: login}\nstringData:\n  user: ada\n");

        (await _shop.Alice("patch", "secret/login", "-n", "same-texts", "--type=merge", "-p", """{"stringData":{"user":"ada"}}""")).MustBeAllowed();
    }

    [Fact, Scenario(132)]
    public async Task The_entry_of_a_version_that_is_no_longer_served_may_vanish_and_comes_back_with_the_next_apply()
    {
        const string Toy = "apiVersion: versions.example/{0}\nkind: Toy\nmetadata: {{name: bear}}\nspec: {{colour: brown}}\n";
        var definition = await TeamRepository.PlanAsync(fixture.Shop, "definitions");
        await definition.ApplyAsync(Definition("v1alpha1", "v1"));
        await definition.KubectlAsync("wait", "crd/toys.versions.example", "--for=condition=Established", "--timeout=60s");
        var team = await SyncedAsync("versions", string.Format(null, Toy, "v1alpha1"));
        var token = await _shop.TokenOfLookalike("versions-operator", "operator");
        await definition.ApplyAsync(Definition("v1"));
        await EventuallyAsync(
            async () => !(await team.KubectlAsync("get", "toys.v1alpha1.versions.example")).Succeeded, "the version is still served");

        var write = await _shop.WithToken(token, "annotate", "toys.v1.versions.example/bear", "-n", "versions", "example.com/seen=yes");

        write.MustBeAllowed();
        Assert.DoesNotContain("gitopsguard", await ManagersAsync(), StringComparison.Ordinal);
        await team.ReadyAsync(await team.CommitAsync(("all.yaml", string.Format(null, Toy, "v1"))));
        Assert.Contains("gitopsguard", await ManagersAsync(), StringComparison.Ordinal);
        (await _shop.WithToken(token, "patch", "toys.v1.versions.example/bear", "-n", "versions", "--type=merge", "-p", """{"spec":{"colour":"pink"}}""")).MustBeDenied("spec.colour");

        async Task<string> ManagersAsync() => (await team.KubectlAsync(
            "get", "toys.v1.versions.example/bear", "--show-managed-fields", "-o", "jsonpath={.metadata.managedFields[*].manager}")).MustSucceed().Output;
    }

    [Fact, Scenario(133)]
    public async Task The_API_server_says_of_a_managed_definition_that_it_is_established()
    {
        var team = await SyncedAsync("established", Definition("v1").Replace("versions.example", "established.example", StringComparison.Ordinal));

        (await team.KubectlAsync("wait", "crd/toys.established.example", "--for=condition=Established", "--timeout=60s")).MustSucceed();

        Observed.Saw("allowed");
    }

    [Fact, Scenario(133)]
    public async Task Nobody_else_writes_the_status_of_a_managed_definition()
    {
        await SyncedAsync("claimed-status", Definition("v1").Replace("versions.example", "status.example", StringComparison.Ordinal));
        var token = await _shop.TokenOfLookalike("status-writer", "writer");

        var write = await _shop.WithToken(
            token, "patch", "crd/toys.status.example", "--subresource=status", "--type=merge", "-p", """{"status":{"storedVersions":["v0"]}}""");

        write.MustBeDenied("status.storedVersions");
    }

    [Fact]
    public async Task An_object_is_handed_over_by_the_GitSync_that_gives_it_up()
    {
        const string Settings = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings, namespace: giver}\ndata: {colour: green}\n";
        var giver = await TeamRepository.CreateAsync(fixture.Shop, "giver", ("settings.yaml", Settings), ("other.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: other}\n"));
        await giver.SyncAsync(further: "prune: false");
        await giver.WaitAsync(giver.GitSync, SyncedRepository.IsReady);
        var uid = await giver.ReadAsync("configmap/settings", ".metadata.uid");
        var taker = await TeamRepository.CreateAsync(fixture.Shop, "receiver", ("settings.yaml", Settings.Replace("green", "red", StringComparison.Ordinal)));
        await taker.SyncAsync(interval: "1s");
        Assert.Contains("belongs to GitSync giver/giver", await taker.FailedAsync(taker.GitSync, "ObjectClaimed"), StringComparison.Ordinal);

        await giver.ReadyAsync(await giver.CommitAsync(("settings.yaml", null)));

        await taker.WaitAsync(taker.GitSync, SyncedRepository.IsReady);
        Assert.Equal("red", await giver.ReadAsync("configmap/settings", ".data.colour"));
        Assert.Equal(uid, await giver.ReadAsync("configmap/settings", ".metadata.uid"));
        await giver.ReconcileAsync();
        Assert.Equal("red", await giver.ReadAsync("configmap/settings", ".data.colour"));
    }

    private Task<TeamRepository> SyncedAsync(string name, string manifests) =>
        TeamRepository.SyncedAsync(fixture.Shop, name, null, ("all.yaml", manifests));

    private Task EventuallyAsync(Func<Task<bool>> holds, string otherwise) => Eventually.HoldsAsync(
        holds, Deadline, () => $"{otherwise}\n{fixture.Shop.Logs()}", TimeProvider.System, TestContext.Current.CancellationToken);

    /// <summary>A kind that is served in some versions, of which the last is stored.</summary>
    private static string Definition(params string[] versions) => $$"""
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata: {name: toys.versions.example}
        spec:
          group: versions.example
          names: {kind: Toy, plural: toys}
          scope: Namespaced
          versions:
        {{string.Concat(versions.Select((version, index) => $$"""
              - name: {{version}}
                served: true
                storage: {{(index == versions.Length - 1 ? "true" : "false")}}
                schema: {openAPIV3Schema: {type: object, properties: {spec: {type: object, properties: {colour: {type: string} } } } } }

            """))}}
        """;
}
