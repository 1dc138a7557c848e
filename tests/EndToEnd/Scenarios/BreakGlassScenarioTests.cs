using System.Text.Json.Nodes;
using GitOpsGuard.EndToEnd.Tests.Syncing;
using GitOpsGuard.Playground.Processes;
using GitOpsGuard.Playground.Story;

namespace GitOpsGuard.EndToEnd.Tests.Scenarios;

/// <summary>The lock opened for a while: by whom, for what, with which record, and what is left at the end.</summary>
[Collection(ShopCollection.Name)]
public sealed class BreakGlassScenarioTests(ShopFixture fixture)
{
    private const string Worker = "deployment/worker";
    private const string Guard = "gitopsguard-system";
    private const string Fire = "breakglass/fire";

    private const string WorkerText = """
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: worker
        spec:
          replicas: 1
          selector:
            matchLabels: {app: worker}
          template:
            metadata:
              labels: {app: worker}
            spec:
              containers:
                - name: worker
                  image: registry.example/worker:1
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata:
          name: settings
        data:
          colour: green
        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact, Scenario(106)]
    public async Task While_a_BreakGlass_is_open_a_change_passes_with_a_warning_and_is_recorded_with_its_diff()
    {
        var team = await SyncedAsync("glass-open");
        (await Alice(team, "scale", Worker, "--replicas=4")).MustBeDenied("spec.replicas");

        await OpenAsync(team);
        var scaled = await Alice(team, "scale", Worker, "--replicas=4");

        scaled.MustBeWarned("BreakGlass glass-open/fire");
        Assert.Matches(@"Warning: BreakGlass glass-open/fire: ([0-9]+m)?[0-9]+s left, recorded", scaled.Error);
        var glass = await team.WaitAsync(Fire, found => (int?)found["status"]?["changes"] == 1);
        Assert.Equal("alice", (string?)glass["status"]!["requestedBy"]);
        var change = Assert.Single(await ChangesAsync(team), found => (string?)found["spec"]!["breakGlass"] == "glass-open/fire");
        var field = change["spec"]!["changes"]![0]!;
        Assert.Equal(("spec.replicas", 1, 4), ((string?)field["path"], (int?)field["from"], (int?)field["to"]));
        Assert.Equal("deploy/worker.yaml", (string?)change["spec"]!["source"]!["file"]);
    }

    [Fact, Scenario(106)]
    public async Task Nobody_else_and_nothing_else_is_let_through_by_a_BreakGlass()
    {
        var team = await SyncedAsync("glass-else");
        await OpenAsync(team);

        (await team.KubectlAsync("scale", Worker, "--replicas=4")).MustBeDenied("spec.replicas");
        (await Alice(team, "-n", ScenarioShop.Namespace, "scale", ScenarioShop.Web, "--replicas=7")).MustBeDenied("spec.replicas");
        (await Alice(team, "label", Worker, "gitopsguard.dev/sync-")).MustBeDenied("gitopsguard.dev/sync");
        (await Alice(team, "annotate", Worker, "a=b", "--field-manager=gitopsguard")).MustBeDenied("gitopsguard");
    }

    [Fact, Scenario(106)]
    public async Task A_BreakGlass_that_ends_while_the_editor_is_open_denies_the_save()
    {
        var team = await SyncedAsync("glass-edit");
        await AskAsync(team, duration: "5s");
        var editor = Path.Combine(fixture.Shop.Playground.Alice.Home, $"{Guid.NewGuid():N}.sh");
        await File.WriteAllTextAsync(
            editor, "#!/bin/sh\nkubectl -n glass-edit wait breakglass/fire --for=condition=Ready=False --timeout=60s >&2 || exit 1\nsed -i 's/replicas: 1/replicas: 5/' \"$1\"\n", Token);

        var shell = fixture.Shop.Playground.Alice.Shell.With(("KUBE_EDITOR", $"sh '{editor}'"));
        var edit = await shell.RunAsync(["kubectl", "-n", team.Name, "edit", Worker], Token);

        Assert.False(edit.Succeeded, edit.Text);
        Assert.Contains("spec.replicas  1 -> 5", edit.Text);
        Assert.Matches("ended +BreakGlass glass-edit/fire at [0-9:]+ UTC", edit.Text);
        Observed.Saw("denied");
    }

    [Fact, Scenario(130)]
    public async Task At_the_end_of_a_BreakGlass_Revert_takes_away_what_was_added_and_puts_back_what_was_changed()
    {
        var team = await SyncedAsync("glass-revert");
        await OpenAsync(team);
        (await Alice(team, "patch", Worker, "-p", """{"spec":{"template":{"spec":{"hostNetwork":true,"containers":[{"name":"side","image":"example.com/side:1"}]}}}}""")).MustBeWarned("is put back at the end");
        (await Alice(team, "scale", Worker, "--replicas=3")).MustSucceed();
        (await Alice(team, "delete", "configmap/settings")).MustSucceed();
        await HeldAsync(team, Worker);
        await HeldAsync(team, "configmap/settings");
        await team.KubectlAsync("annotate", team.GitSync, "--overwrite", "gitopsguard.dev/reconcile=now");
        await team.WaitAsync(team.GitSync, found => (string?)found["status"]?["lastHandledReconcileAt"] == "now");
        Assert.Equal("3 side true worker", await StateAsync(team));
        Assert.False(await team.ExistsAsync("configmap/settings"));

        (await Alice(team, "annotate", Fire, "gitopsguard.dev/end=now")).MustSucceed();

        await team.WaitAsync(Worker, found => found["spec"]!["template"]!["spec"]!["containers"]!.AsArray().Count == 1);
        await team.WaitAsync(Worker, found => (int?)found["spec"]!["replicas"] == 1);
        await team.WaitAsync("configmap/settings", found => (string?)found["data"]!["colour"] == "green");
        Assert.Equal("1 worker", await StateAsync(team));
        Observed.Saw("put back at the end");
        Assert.Contains("ended      BreakGlass glass-revert/fire", (await Alice(team, "scale", Worker, "--replicas=3")).Error);
        await team.WaitAsync(team.GitSync, found => SyncedRepository.IsReady(found) && !found["status"]!.ToJsonString().Contains("Drifted", StringComparison.Ordinal));
    }

    [Fact]
    public async Task At_the_end_Propose_leaves_what_was_changed_until_Git_moves_on()
    {
        var team = await SyncedAsync("glass-propose");
        await OpenAsync(team, more: ", after: Propose");
        (await Alice(team, "scale", Worker, "--replicas=3")).MustSucceed();
        await team.WaitAsync(Fire, found => (int?)found["status"]?["changes"] == 1);

        (await Alice(team, "annotate", Fire, "gitopsguard.dev/end=now")).MustSucceed();

        var change = Assert.Single(await ChangesAsync(team));
        await team.WaitAsync(team.GitSync, found =>
            found["status"]!.ToJsonString().Contains($"kubectl gitops propose {(string)change["metadata"]!["name"]!}", StringComparison.Ordinal));
        Assert.Equal("3 worker", await StateAsync(team));
        (await Alice(team, "scale", Worker, "--replicas=4")).MustBeDenied("spec.replicas");

        await team.ReadyAsync(await team.CommitAsync(("worker.yaml", WorkerText.Replace("replicas: 1", "replicas: 2"))));
        Assert.Equal("2 worker", await StateAsync(team));
    }

    [Fact, Scenario(103)]
    public async Task A_restore_creates_marked_objects_only_under_a_BreakGlass()
    {
        var team = await SyncedAsync("glass-restore");
        var velero = await new ScenarioShop(fixture.Shop).TokenOfLookalike("velero", "velero");
        var backup = JsonNode.Parse((await team.KubectlAsync("get", "configmap/settings", "-o", "json")).MustSucceed().Output)!;
        foreach (var own in (string[])["uid", "resourceVersion", "creationTimestamp", "managedFields"]) backup["metadata"]!.AsObject().Remove(own);
        var file = await FileAsync(backup.ToJsonString());
        Task<CommandResult> Velero(params string[] words) => new ScenarioShop(fixture.Shop).WithToken(velero, ["-n", team.Name, .. words]);
        (await Velero("delete", "configmap/settings")).MustBeDenied("settings");

        await OpenAsync(team, subject: "{kind: ServiceAccount, namespace: velero, name: velero}");
        (await Velero("delete", "configmap/settings")).MustSucceed();
        (await Alice(team, "create", "-f", file)).MustBeDenied("settings");
        var restored = await Velero("create", "-f", file);

        restored.MustBeWarned("BreakGlass glass-restore/fire");
    }

    [Fact]
    public async Task One_in_the_guards_namespace_covers_the_namespaces_and_the_cluster_as_it_says()
    {
        var team = await TeamRepository.CreateAsync(fixture.Shop, "glass-wide", ("worker.yaml", WorkerText), ("role.yaml", """
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRole
            metadata: {name: glass-wide, annotations: {example.org/owner: shop}}
            rules: []
            """));
        await team.SyncAsync();
        await team.WaitAsync(team.GitSync, SyncedRepository.IsReady);
        const string Subject = "{kind: ServiceAccount, namespace: glass-wide, name: oncall}";
        var token = await new ScenarioShop(fixture.Shop).TokenOfLookalike(team.Name, "oncall");
        Task<CommandResult> OnCall(params string[] words) => new ScenarioShop(fixture.Shop).WithToken(token, words);
        var nothing = await OnCall("create", "-n", Guard, "-f", await GlassAsync(Subject, "10m"));
        Assert.Contains("is never covered itself, name other namespaces or set clusterScoped", nothing.Error);

        (await OnCall("create", "-n", Guard, "-f", await GlassAsync(Subject, "10m, covers: {namespaces: [glass-wide], clusterScoped: true}"))).MustSucceed();
        (await OnCall("wait", Fire, "-n", Guard, "--for=condition=Ready", "--timeout=60s")).MustSucceed();

        Assert.Contains("Warning: BreakGlass gitopsguard-system/fire", (await OnCall("scale", Worker, "-n", team.Name, "--replicas=2")).MustSucceed().Error);
        Assert.Contains("Warning: BreakGlass gitopsguard-system/fire", (await OnCall("annotate", "clusterrole/glass-wide", "--overwrite", "example.org/owner=oncall")).MustSucceed().Error);
        (await OnCall("scale", ScenarioShop.Web, "-n", ScenarioShop.Namespace, "--replicas=7")).MustBeDenied("spec.replicas");
        (await OnCall("create", "token", "gitopsguard-reconciler", "-n", Guard)).MustBeDenied("gitopsguard-reconciler");
        (await OnCall("create", "configmap", "mine", "-n", Guard)).MustBeDenied("GitOpsGuard lives in this namespace");
        (await OnCall("patch", team.GitSync, "-n", team.Name, "--type=merge", "-p", """{"spec":{"suspend":true}}""")).MustBeDenied("says what is applied or locked");
        (await OnCall("annotate", Fire, "-n", Guard, "gitopsguard.dev/end=now")).MustSucceed();
    }

    [Fact]
    public async Task Who_may_open_it_is_for_RBAC_to_say_and_how_far_for_the_policy()
    {
        var team = await SyncedAsync("glass-limits");
        var mine = await GlassAsync("{kind: User, name: alice}", "1m");
        var unbound = await Alice(team, "create", "-f", mine);
        Assert.Contains("forbidden", unbound.Error, StringComparison.OrdinalIgnoreCase);

        await BindAsync(team);
        foreach (var (spec, fault) in new[]
        {
            ("2h", "spec.duration: 2h0m0s is longer than the policy allows, 1h0m0s"),
            ("1m, covers: {namespaces: [shop]}", "only a BreakGlass in namespace gitopsguard-system covers another namespace, such as shop"),
            ("1m, covers: {clusterScoped: true}", "only a BreakGlass in namespace gitopsguard-system covers cluster-scoped objects"),
        })
        {
            var refused = await Alice(team, "create", "-f", await GlassAsync("{kind: User, name: alice}", spec));
            Assert.False(refused.Succeeded, refused.Text);
            Assert.Contains(fault, refused.Error);
        }

        (await Alice(team, "create", "-f", mine)).MustSucceed();
        await team.WaitAsync(Fire, IsOpen);
        var longer = await Alice(team, "patch", Fire, "--type=merge", "-p", """{"spec":{"duration":"30m"}}""");
        Assert.Contains("cannot be changed", longer.Error);
        Assert.Contains("gitopsguard.dev/end=now", (await Alice(team, "delete", Fire)).Error);
    }

    [Fact]
    public async Task A_policy_may_ask_for_a_second_person()
    {
        var team = await SyncedAsync("glass-second");
        (await team.KubectlAsync("apply", "-f", await FileAsync(
            """{"apiVersion":"gitopsguard.dev/v1alpha1","kind":"GuardPolicy","metadata":{"name":"second"},"spec":{"namespaces":["glass-second"],"breakGlass":{"approval":"SecondPerson"}}}""")))
            .MustSucceed();
        await BindAsync(team);
        (await team.KubectlAsync("create", "rolebinding", "approver", "--clusterrole=gitopsguard-approve-break-glass", "--user=alice")).MustSucceed();
        (await Alice(team, "create", "-f", await GlassAsync("{kind: User, name: alice}", "10m"))).MustSucceed();
        await team.WaitAsync(Fire, found => StateOf(found) == "ApprovalPending" && (string?)found["status"]!["requestedBy"] == "alice");

        (await Alice(team, "scale", Worker, "--replicas=2")).MustBeDenied("spec.replicas");
        var own = await Alice(team, "patch", Fire, "--subresource=status", "--type=merge", "-p", """{"status":{"approvedBy":"alice"}}""");
        Assert.Contains("approved by somebody else than alice", own.Error);
        var forged = await Alice(team, "patch", Fire, "--subresource=status", "--type=merge", "-p", """{"status":{"approvedBy":"admin"}}""");
        Assert.Contains("set status.approvedBy to your own name, alice", forged.Error);

        (await team.KubectlAsync("patch", Fire, "--subresource=status", "--type=merge", "-p", """{"status":{"approvedBy":"admin"}}""")).MustSucceed();
        await team.WaitAsync(Fire, IsOpen);
        (await Alice(team, "scale", Worker, "--replicas=2")).MustSucceed();
        (await team.KubectlAsync("delete", "guardpolicy", "second")).MustSucceed();
    }

    private static bool IsOpen(JsonObject glass) => StateOf(glass) == "Open";

    private static string? StateOf(JsonObject glass) => (string?)SyncedRepository.Ready(glass)?["reason"];

    private async Task<TeamRepository> SyncedAsync(string name)
    {
        var team = await TeamRepository.CreateAsync(fixture.Shop, name, ("worker.yaml", WorkerText));
        await team.SyncAsync();
        await team.GuardedAsync(Worker);
        return team;
    }

    private static async Task BindAsync(TeamRepository team) =>
        (await team.KubectlAsync("create", "rolebinding", "oncall", "--clusterrole=gitopsguard-break-glass", "--user=alice")).MustSucceed();

    /// <summary>Opens the lock in the namespace, and waits until the guard knows.</summary>
    private async Task OpenAsync(TeamRepository team, string subject = "{kind: User, name: alice}", string more = "")
    {
        await AskAsync(team, subject, $"10m{more}");
        await team.WaitAsync(Fire, IsOpen);
    }

    private async Task AskAsync(TeamRepository team, string subject = "{kind: User, name: alice}", string duration = "10m")
    {
        await BindAsync(team);
        (await Alice(team, "create", "-f", await GlassAsync(subject, duration))).MustSucceed();
    }

    private Task<string> GlassAsync(string subject, string duration) => FileAsync($$"""
        apiVersion: gitopsguard.dev/v1alpha1
        kind: BreakGlass
        metadata: {name: fire}
        spec: {subjects: [{{subject}}], reason: checkout is down, duration: {{duration}} }
        """);

    private async Task<string> FileAsync(string text)
    {
        var file = Path.Combine(fixture.Shop.Playground.Alice.Home, $"{Guid.NewGuid():N}.yaml");
        await File.WriteAllTextAsync(file, text, Token);
        return file;
    }

    private Task<CommandResult> Alice(TeamRepository team, params string[] words) =>
        fixture.Shop.Playground.Alice.Shell.RunAsync(["kubectl", "-n", team.Name, .. words], Token);

    /// <summary>Waits until the reconciler has seen that an object differs and says that it leaves it.</summary>
    private static Task<JsonObject> HeldAsync(TeamRepository team, string item) => team.WaitAsync(team.GitSync, found =>
        found["status"]!["conditions"]!.AsArray().Any(condition =>
            (string?)condition!["type"] == "Drifted"
            && ((string)condition["message"]!).Split('\n').Any(line =>
                line.Contains($"/{item.Split('/')[1]}", StringComparison.Ordinal) && line.Contains("while BreakGlass", StringComparison.Ordinal))));

    private static async Task<IReadOnlyList<JsonNode>> ChangesAsync(TeamRepository team) =>
        [.. JsonNode.Parse((await team.KubectlAsync("get", "changerequests", "-l", "gitopsguard.dev/break-glass", "-o", "json")).MustSucceed().Output)!["items"]!.AsArray().Select(item => item!)];

    /// <summary>Replicas, containers and hostNetwork of the worker, in order of their text.</summary>
    private static async Task<string> StateAsync(TeamRepository team)
    {
        var live = await team.KubectlAsync("get", Worker, "-o", "jsonpath={.spec.template.spec.containers[*].name} {.spec.template.spec.hostNetwork} {.spec.replicas}");
        return string.Join(' ', live.MustSucceed().Output.Split(' ', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal));
    }
}
