using System.Text.Json.Nodes;
using GitOpsGuard.Kubernetes;
using GitOpsGuard.Playground;
using GitOpsGuard.Playground.ControlPlane;
using GitOpsGuard.Playground.Nodes;
using GitOpsGuard.Playground.Processes;
using GitOpsGuard.Playground.Story;

namespace GitOpsGuard.EndToEnd.Tests.Scenarios;

/// <summary>The sample shop with kubectl in the hands of the people of the scenarios.</summary>
internal sealed class ScenarioShop(TestPlayground playground)
{
    /// <summary>A Deployment that Git declares.</summary>
    public const string Web = "deployment/web";

    /// <summary>A Deployment that Git does not declare, once <see cref="HaveScratch"/> made it.</summary>
    public const string Scratch = "deployment/scratch";

    /// <summary>The user name of the simulated node.</summary>
    public const string Kubelet = $"system:node:{NodeSimulator.NodeName}";

    /// <summary>The group of nodes.</summary>
    public const string Nodes = "system:nodes";

    public const string Namespace = "shop";
    public const string WebImage = "registry.example/shop/web:1.8.2";
    public const string Sync = "shop";
    public const string SyncNamespace = "team-shop";

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>kubectl in the shop's namespace, by a developer with write rights.</summary>
    public Task<CommandResult> Alice(params string[] arguments) =>
        Kubectl(playground.Playground.Alice, ["-n", Namespace, .. arguments]);

    /// <summary>As <see cref="Alice"/>, with a manifest for <c>-f -</c>.</summary>
    public async Task<CommandResult> AliceWithInput(string manifest, params string[] arguments)
    {
        var file = await FileOf(manifest);
        return await Alice([.. arguments.Select(argument => argument == "-" ? file : argument)]);
    }

    /// <summary><c>kubectl edit</c> by the developer, with a command for an editor.</summary>
    public Task<CommandResult> Edit(string item, string editor) => playground.Playground.Alice.Shell.With(("KUBE_EDITOR", editor))
        .RunAsync(["kubectl", "-n", Namespace, "edit", item], Token);

    /// <summary>kubectl by the cluster's admin.</summary>
    public Task<CommandResult> Admin(params string[] arguments) => Kubectl(playground.Playground.Admin, arguments);

    /// <summary>kubectl with nothing but a bearer token.</summary>
    public async Task<CommandResult> WithToken(string token, params string[] arguments)
    {
        var config = JsonNode.Parse((await Admin("config", "view", "--raw", "--minify", "-o", "json")).MustSucceed().Output)!;
        config["users"]![0]!["user"] = new JsonObject { ["token"] = token };
        var file = Path.Combine(playground.Playground.Alice.Home, $"{Guid.NewGuid():N}.kubeconfig");
        await File.WriteAllTextAsync(file, config.ToJsonString(), Token);
        return await Kubectl(playground.Playground.Alice, ["--kubeconfig", file, .. arguments]);
    }

    /// <summary>kubectl with a client certificate of this very name, as the cluster's components have.</summary>
    public async Task<CommandResult> Certified(string user, string[] groups, params string[] arguments)
    {
        var file = Path.Combine(playground.Playground.Admin.Home, $"{Guid.NewGuid():N}.kubeconfig");
        await Kubeconfig.IssueAsync(file, playground.Playground.Cluster, user, groups, Token);
        return await Kubectl(playground.Playground.Admin, ["--kubeconfig", file, .. arguments]);
    }

    /// <summary>A merge patch by the kubelet of the node, which may not read before it writes, as kubectl does.</summary>
    public async Task<CommandResult> PatchByKubelet(Resource kind, string? ns, string name, string patch, string? subresource = null)
    {
        var file = Path.Combine(playground.Playground.Admin.Home, $"{Guid.NewGuid():N}.kubeconfig");
        await Kubeconfig.IssueAsync(file, playground.Playground.Cluster, Kubelet, [Nodes], Token);
        using var client = Kubeconfig.Connect(file, TimeProvider.System);
        try
        {
            await client.MergePatchAsync(kind, ns, name, JsonNode.Parse(patch)!.AsObject(), null, Token, subresource);
            return new("patch", 0, "", "");
        }
        catch (ApiException error)
        {
            return new("patch", 1, "", error.Message);
        }
    }

    /// <summary>Names of the pods of a workload.</summary>
    public async Task<IReadOnlyList<string>> Pods(string ns, string prefix) =>
    [
        .. (await Admin("get", "pods", "-n", ns, "-o", "name")).MustSucceed().Output
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(pod => pod.StartsWith($"pod/{prefix}-", StringComparison.Ordinal)),
    ];

    /// <summary>A file with a text, for <c>-f</c>.</summary>
    public async Task<string> FileOf(string text)
    {
        var file = Path.Combine(playground.Playground.Alice.Home, $"{Guid.NewGuid():N}.json");
        await File.WriteAllTextAsync(file, text, Token);
        return file;
    }

    /// <summary>Runs until a command shows what it should.</summary>
    public static async Task<CommandResult> Until(Func<Task<CommandResult>> run, Predicate<CommandResult> holds, Func<string>? logs = null)
    {
        CommandResult? last = null;
        await Eventually.HoldsAsync(
            async () => holds(last = await run()), Deadline, () => $"it never came to hold: {last?.Text}\n{logs?.Invoke()}", TimeProvider.System, Token);
        return last!;
    }

    /// <summary>Makes sure of the Deployment that Git does not declare.</summary>
    public async Task HaveScratch()
    {
        var created = await Alice("create", "deployment", "scratch", "--image=registry.example/scratch:1");
        if (!created.Error.Contains("already exists", StringComparison.Ordinal)) created.MustSucceed();
    }

    /// <summary>kubectl by a component of the cluster, with a certificate in its name.</summary>
    public async Task<CommandResult> Component(string user, params string[] arguments)
    {
        await Bind(user.Replace(':', '-'), $"--user={user}");
        var file = Path.Combine(playground.Playground.Alice.Home, $"{Guid.NewGuid():N}.kubeconfig");
        await Kubeconfig.IssueAsync(file, playground.Playground.Cluster, user, [], Token);
        return await Kubectl(playground.Playground.Alice, ["--kubeconfig", file, .. arguments]);
    }

    /// <summary>A token of one of the controller manager's accounts, as the controller manager gets it; or of another controller's.</summary>
    public async Task<string> TokenOfController(string name, string ns = "kube-system")
    {
        await Have("namespace", ns);
        await Have("serviceaccount", name, "-n", ns);
        await Bind($"controller-{ns}-{name}", $"--serviceaccount={ns}:{name}");
        return (await Component("system:kube-controller-manager", "create", "token", name, "-n", ns)).MustSucceed().Output.Trim();
    }

    /// <summary>kubectl by a controller, once the guard has heard of its account: until it passes.</summary>
    public async Task<CommandResult> Controller(string ns, string name, params string[] arguments)
    {
        var token = await TokenOfController(name, ns);
        return await Until(() => WithToken(token, arguments), result => result.Succeeded);
    }

    /// <summary>A token of a ServiceAccount that may edit everything and looks like the reconciler's.</summary>
    public async Task<string> TokenOfLookalike(string ns, string name)
    {
        await Have("namespace", ns);
        await Have("serviceaccount", name, "-n", ns);
        await Bind($"{ns}-{name}", $"--serviceaccount={ns}:{name}");
        return (await Admin("create", "token", name, "-n", ns)).MustSucceed().Output.Trim();
    }

    /// <summary>Names of all ChangeRequests.</summary>
    public async Task<string> ChangeRequests() =>
        (await Admin("get", "changerequests", "-A", "-o", "name")).MustSucceed().Output;

    private Task Bind(string name, string subject) => Have("clusterrolebinding", name, "--clusterrole=cluster-admin", subject);

    /// <summary>Creates an object unless it is there.</summary>
    public async Task Have(params string[] created)
    {
        var result = await Admin(["create", .. created]);
        if (!result.Error.Contains("already exists", StringComparison.Ordinal)) result.MustSucceed();
    }

    private static Task<CommandResult> Kubectl(Person person, IReadOnlyList<string> arguments) =>
        person.Shell.RunAsync(["kubectl", .. arguments], Token);
}
