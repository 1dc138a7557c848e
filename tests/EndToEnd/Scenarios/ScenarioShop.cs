using System.Text.Json.Nodes;
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

    public const string Namespace = "shop";
    public const string WebImage = "registry.example/shop/web:1.8.2";
    public const string Sync = "shop";
    public const string SyncNamespace = "team-shop";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>kubectl in the shop's namespace, by a developer with write rights.</summary>
    public Task<CommandResult> Alice(params string[] arguments) =>
        Kubectl(playground.Playground.Alice, ["-n", Namespace, .. arguments]);

    /// <summary>As <see cref="Alice"/>, with a manifest for <c>-f -</c>.</summary>
    public async Task<CommandResult> AliceWithInput(string manifest, params string[] arguments)
    {
        var file = Path.Combine(playground.Playground.Alice.Home, $"{Guid.NewGuid():N}.yaml");
        await File.WriteAllTextAsync(file, manifest, Token);
        return await Alice([.. arguments.Select(argument => argument == "-" ? file : argument)]);
    }

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

    /// <summary>Makes sure of the Deployment that Git does not declare.</summary>
    public async Task HaveScratch()
    {
        var created = await Alice("create", "deployment", "scratch", "--image=registry.example/scratch:1");
        if (!created.Error.Contains("already exists", StringComparison.Ordinal)) created.MustSucceed();
    }

    /// <summary>A token of a ServiceAccount that may edit everything and looks like the reconciler's.</summary>
    public async Task<string> TokenOfLookalike(string ns, string name)
    {
        foreach (string[] create in new[]
        {
            ["namespace", ns],
            ["serviceaccount", name, "-n", ns],
            new[] { "clusterrolebinding", $"{ns}-{name}", "--clusterrole=cluster-admin", $"--serviceaccount={ns}:{name}" },
        })
        {
            var created = await Admin(["create", .. create]);
            if (!created.Error.Contains("already exists", StringComparison.Ordinal)) created.MustSucceed();
        }

        return (await Admin("create", "token", name, "-n", ns)).MustSucceed().Output.Trim();
    }

    /// <summary>Names of all ChangeRequests.</summary>
    public async Task<string> ChangeRequests() =>
        (await Admin("get", "changerequests", "-A", "-o", "name")).MustSucceed().Output;

    private static Task<CommandResult> Kubectl(Person person, IReadOnlyList<string> arguments) =>
        person.Shell.RunAsync(["kubectl", .. arguments], Token);
}
