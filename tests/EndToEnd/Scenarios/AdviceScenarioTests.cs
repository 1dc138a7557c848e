using GitOpsGuard.EndToEnd.Tests.Syncing;
using GitOpsGuard.Playground.Processes;

namespace GitOpsGuard.EndToEnd.Tests.Scenarios;

/// <summary>What Git does not declare and yet changes how a managed workload runs.</summary>
[Collection(ShopCollection.Name)]
public sealed class AdviceScenarioTests(ShopFixture fixture)
{
    private const string Worker = """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: worker}
        spec:
          selector: {matchLabels: {app: worker} }
          template:
            metadata: {labels: {app: worker} }
            spec:
              volumes: [{name: login, secret: {secretName: login, optional: true} }]
              containers:
                - name: worker
                  image: registry.example/worker:1
                  envFrom: [{configMapRef: {name: tunables, optional: true} }]
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: worker}
        spec: {selector: {app: worker}, ports: [{port: 80}]}
        """;

    private static readonly (string Kind, string Manifest)[] Additions =
    [
        ("Service", """{"apiVersion":"v1","kind":"Service","metadata":{"name":"added"},"spec":{"selector":{"app":"$"},"ports":[{"port":81}]}}"""),
        ("NetworkPolicy", """{"apiVersion":"networking.k8s.io/v1","kind":"NetworkPolicy","metadata":{"name":"added"},"spec":{"podSelector":{"matchLabels":{"app":"$"}}}}"""),
        ("PodDisruptionBudget", """{"apiVersion":"policy/v1","kind":"PodDisruptionBudget","metadata":{"name":"added"},"spec":{"minAvailable":1,"selector":{"matchLabels":{"app":"$"}}}}"""),
        ("EndpointSlice", """
            {"apiVersion":"discovery.k8s.io/v1","kind":"EndpointSlice","metadata":{"name":"added","labels":{"kubernetes.io/service-name":"$"}},
             "addressType":"IPv4","endpoints":[{"addresses":["10.1.2.3"]}],"ports":[{"port":80}]}
            """),
    ];

    private readonly ScenarioShop _shop = new(fixture.Shop);

    [Fact, Scenario(120)]
    public async Task What_selects_the_pods_of_a_managed_workload_is_created_with_a_warning()
    {
        var team = await SyncedAsync("advised");
        foreach (var (kind, manifest) in Additions)
        {
            var created = await CreateAsync(team, manifest, "worker");

            created.MustBeWarned($"{kind} advised/added ");
            Assert.Contains(kind == "EndpointSlice" ? "adds addresses to Service advised/worker" : "selects the pods of Deployment advised/worker", created.Error, StringComparison.Ordinal);
        }
    }

    [Fact, Scenario(120)]
    public async Task What_selects_other_pods_is_created_without_one()
    {
        var team = await SyncedAsync("unadvised");
        foreach (var (_, manifest) in Additions) (await CreateAsync(team, manifest, "other")).MustBeAllowed();
    }

    [Fact, Scenario(120)]
    public async Task What_selects_the_pods_of_a_managed_workload_is_denied_in_a_sealed_namespace()
    {
        var team = await SyncedAsync("sealed-advice");
        await using var policy = await ScenarioPolicy.StartAsync(
            _shop, "sealed-advice", "{scope: Sealed, namespaces: [sealed-advice], trusted: [{user: rescuer}]}", () => team.KubectlAsync("create", "configmap", "x", "--dry-run=server"));

        foreach (var (kind, manifest) in Additions)
            (await CreateAsync(team, manifest, "worker")).MustBeDenied($"{kind} sealed-advice/added lies where everything is sealed, so creating it by hand was denied.");
    }

    [Fact, Scenario(122)]
    public async Task What_the_pods_of_a_managed_workload_read_is_changed_with_a_warning()
    {
        var team = await SyncedAsync("read");

        foreach (var item in (string[])["configmap/tunables", "secret/login"])
        {
            var told = $"{(item[0] == 'c' ? "ConfigMap read/tunables" : "Secret read/login")} is read by the pods of Deployment read/worker, which is managed by Git";
            (await team.KubectlAsync("patch", item, "--type=merge", "-p", """{"data":{"a":"Mg=="}}""")).MustBeWarned(told);
            (await team.KubectlAsync("delete", item)).MustBeWarned(told);
        }
    }

    [Fact, Scenario(122)]
    public async Task What_no_managed_workload_reads_is_changed_without_one_and_so_is_a_label()
    {
        var team = await SyncedAsync("unread");
        (await team.KubectlAsync("create", "configmap", "mine")).MustBeAllowed();
        (await team.KubectlAsync("patch", "configmap/mine", "--type=merge", "-p", """{"data":{"a":"2"}}""")).MustBeAllowed();

        (await team.KubectlAsync("label", "configmap/tunables", "example.com/team=a")).MustBeAllowed();
    }

    private async Task<CommandResult> CreateAsync(TeamRepository team, string manifest, string label) =>
        await team.KubectlAsync("create", "-f", await _shop.FileOf(manifest.Replace("$", label, StringComparison.Ordinal)));

    /// <summary>A managed workload beside what it reads, once the guard knows of it and is asked.</summary>
    private async Task<TeamRepository> SyncedAsync(string name)
    {
        var team = await TeamRepository.CreateAsync(fixture.Shop, name, ("worker.yaml", Worker));
        (await team.KubectlAsync("create", "configmap", "tunables", "--from-literal=a=1")).MustSucceed();
        (await team.KubectlAsync("create", "secret", "generic", "login", "--from-literal=a=1")).MustSucceed();
        await team.SyncAsync();
        await ScenarioShop.Until(
            () => team.KubectlAsync("delete", "configmap/tunables", "--dry-run=server"), result => result.Error.Contains("Warning", StringComparison.Ordinal), fixture.Shop.Logs);
        return team;
    }
}
