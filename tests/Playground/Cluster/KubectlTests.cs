namespace GitOpsGuard.Playground.Tests.Cluster;

public sealed class KubectlTests
{
    private const string Web = """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web, labels: {app: web}}
        spec:
          replicas: 2
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec:
              containers: [{name: web, image: "nginx:1.25"}]
        """;

    [Fact]
    public async Task Apply_creates_then_configures_then_leaves_alone()
    {
        await using var cluster = await TestCluster.StartAsync();
        using var kubectl = await Kubectl.ForAsync(cluster);
        Assert.Equal("deployment.apps/web created\n", await kubectl.OutputAsync("apply -f -", Web));
        Assert.Equal("deployment.apps/web unchanged\n", await kubectl.OutputAsync("apply -f -", Web));
        var changed = Web.Replace("1.25", "1.26", StringComparison.Ordinal);
        var (code, diff) = await kubectl.RunAsync("diff -f -", changed);
        Assert.Equal(1, code);
        Assert.Contains("+      - image: nginx:1.26", diff, StringComparison.Ordinal);
        Assert.Equal("deployment.apps/web configured\n", await kubectl.OutputAsync("apply -f -", changed));
        Assert.Equal("deployment.apps/web serverside-applied\n", await kubectl.OutputAsync("apply --server-side -f -", changed));
    }

    [Fact]
    public async Task A_misspelled_field_is_refused_by_name()
    {
        await using var cluster = await TestCluster.StartAsync();
        using var kubectl = await Kubectl.ForAsync(cluster);
        var (code, output) = await kubectl.RunAsync("create -f -", Web.Replace("replicas", "replicaz", StringComparison.Ordinal));
        Assert.Equal(1, code);
        Assert.Contains("strict decoding error: unknown field \"spec.replicaz\"", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_applied_value_of_the_wrong_type_is_refused_by_path_whether_or_not_the_object_exists()
    {
        const string Refusal = ".spec.replicas: expected numeric (int or float), got string";
        await using var cluster = await TestCluster.StartAsync();
        using var kubectl = await Kubectl.ForAsync(cluster);
        var wrong = Web.Replace("replicas: 2", "replicas: many", StringComparison.Ordinal);

        var (created, atFirst) = await kubectl.RunAsync("apply --server-side -f -", wrong);
        await kubectl.OutputAsync("apply --server-side -f -", Web);
        var (changed, later) = await kubectl.RunAsync("apply --server-side -f -", wrong);

        Assert.Equal((1, 1), (created, changed));
        Assert.Contains(Refusal, atFirst, StringComparison.Ordinal);
        Assert.Contains(Refusal, later, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_applied_value_that_has_no_meaning_is_refused()
    {
        await using var cluster = await TestCluster.StartAsync();
        using var kubectl = await Kubectl.ForAsync(cluster);

        var (code, output) = await kubectl.RunAsync(
            "apply --server-side -f -", "{apiVersion: v1, kind: Secret, metadata: {name: a}, data: {password: 'not base64'}}");

        Assert.Equal(1, code);
        Assert.Contains(
            "failed to convert new object (default/a; /v1, Kind=Secret) to proper version: unable to convert unstructured object to /v1, Kind=Secret: error decoding from json: illegal base64 data",
            output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_kind_is_named()
    {
        await using var cluster = await TestCluster.StartAsync();
        using var kubectl = await Kubectl.ForAsync(cluster);
        var (code, output) = await kubectl.RunAsync("apply -f -", "{apiVersion: nowhere.dev/v1, kind: Thing, metadata: {name: a}}");
        Assert.Equal(1, code);
        Assert.Contains("no matches for kind \"Thing\" in version \"nowhere.dev/v1\"", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Commands_that_change_one_thing_work()
    {
        await using var cluster = await TestCluster.StartAsync();
        using var kubectl = await Kubectl.ForAsync(cluster);
        await kubectl.OutputAsync("apply -f -", Web);
        await kubectl.OutputAsync("scale deployment/web --replicas=5");
        await kubectl.OutputAsync("set image deployment/web web=nginx:2");
        await kubectl.OutputAsync("label deployment web tier=front");
        await kubectl.OutputAsync("annotate deployment web note=x");
        await kubectl.OutputAsync("""patch deployment web -p "{\"spec\":{\"paused\":true}}" """);
        await kubectl.OutputAsync("edit deployment web", editor: "sed -i s/nginx:2/nginx:3/");
        var shown = await kubectl.OutputAsync("get deployment web -o jsonpath={.spec.replicas}/{.spec.paused}/{.spec.template.spec.containers[0].image}/{.metadata.labels.tier}/{.metadata.annotations.note}");
        Assert.Equal("5/true/nginx:3/front/x", shown);
    }

    [Fact]
    public async Task Typed_commands_in_binary_form_are_understood()
    {
        await using var cluster = await TestCluster.StartAsync();
        using var kubectl = await Kubectl.ForAsync(cluster);
        Assert.Equal("namespace/shop created\n", await kubectl.OutputAsync("create namespace shop"));
        Assert.Equal("deployment.apps/web created\n", await kubectl.OutputAsync("create deployment web --image=nginx --replicas=3 -n shop"));
        Assert.Equal("3", await kubectl.OutputAsync("get deployment web -n shop -o jsonpath={.spec.replicas}"));
        Assert.Equal("yes\n", await kubectl.OutputAsync("auth can-i delete pods -n shop"));
        Assert.Equal("no\n", (await kubectl.RunAsync("auth can-i delete pods -n shop --as bob")).Output);
        Assert.Contains("admin", await kubectl.OutputAsync("auth whoami"), StringComparison.Ordinal);
        await kubectl.OutputAsync("wait --for=create serviceaccount/default -n shop --timeout=10s");
        Assert.Equal(3, (await kubectl.OutputAsync("create token default -n shop")).Split('.').Length);
    }

    [Fact]
    public async Task Get_prints_a_table_and_delete_waits_for_the_end()
    {
        await using var cluster = await TestCluster.StartAsync();
        using var kubectl = await Kubectl.ForAsync(cluster);
        await kubectl.OutputAsync("apply -f -", Web);
        var table = await kubectl.OutputAsync("get deployments");
        Assert.Matches("^NAME +READY +UP-TO-DATE +AVAILABLE +AGE\nweb +0/2 +[02] +0 +[0-9]+s\n$", table);
        Assert.Equal("deployment.apps \"web\" deleted from default namespace\n", await kubectl.OutputAsync("delete deployment web"));
        var (code, output) = await kubectl.RunAsync("get deployment web");
        Assert.Equal(1, code);
        Assert.Equal("Error from server (NotFound): deployments.apps \"web\" not found\n", output);
    }

    /// <summary>The document of version 2 knows no kind here (ADR 10): what asks for it would find nothing.</summary>
    [Fact]
    public async Task No_command_asks_for_the_second_version_of_the_documents()
    {
        await using var cluster = await TestCluster.StartAsync();
        using var kubectl = await Kubectl.ForAsync(cluster);
        await kubectl.OutputAsync("apply -f -", Web);
        var changed = Web.Replace("1.25", "1.26", StringComparison.Ordinal);
        (string Command, string Input)[] commands =
        [
            ("explain deployment.spec.strategy --recursive", ""), ("create --dry-run=server -f -", Web.Replace("name: web,", "name: other,", StringComparison.Ordinal)),
            ("apply -f -", changed), ("apply --server-side --force-conflicts -f -", changed), ("diff -f -", Web), ("replace -f -", changed),
            ("patch deployment web -p {\"spec\":{\"replicas\":3}}", ""), ("scale deployment web --replicas=2", ""), ("set image deployment/web web=nginx:1", ""),
            ("label deployment web a=b", ""), ("annotate deployment web a=b", ""), ("rollout restart deployment/web", ""),
            ("autoscale deployment web --min=1 --max=2 --cpu=50%", ""), ("get deployments -o wide", ""), ("auth can-i create pods", ""),
            ("delete deployment web --wait=false", ""),
        ];

        foreach (var (command, input) in commands)
        {
            var (_, output) = await kubectl.RunAsync($"{command} -v=8", input);
            Assert.Contains("https://127.0.0.1", output, StringComparison.Ordinal);
            Assert.DoesNotContain("/openapi/v2", output, StringComparison.Ordinal);
        }
    }
}
