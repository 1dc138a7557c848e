using System.Text.Json;
using System.Text.Json.Nodes;
using GitOpsGuard.Kubernetes;
using GitOpsGuard.Testing.Clusters;
using KubeOps.Abstractions.Builder;

namespace GitOpsGuard.Operator.Tests.Server;

/// <summary>A test of operators on a whole API server, embedded or real, in a namespace of its own.</summary>
public abstract class ServerTest(OperatorCluster shared) : IAsyncLifetime
{
    protected const string Own = "example.com/own";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly List<ServerOperator> _operators = [];

    protected TestCluster Cluster { get; private set; } = null!;

    protected ApiClient Admin => Cluster.Admin;

    protected string Namespace { get; private set; } = "";

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Cluster = await shared.GetAsync();
        Namespace = await Cluster.NamespaceAsync(Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        foreach (var op in _operators) await op.DisposeAsync();
    }

    /// <summary>Waits, in real time, until something holds on the server.</summary>
    internal static async Task Until(Func<Task<bool>> holds)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!await holds())
        {
            if (TimeProvider.System.GetElapsedTime(began) > Patience) throw new TimeoutException("It never came to hold on the server.");
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, CancellationToken.None);
        }
    }

    protected static Task Until(Func<bool> holds) => Until(() => Task.FromResult(holds()));

    /// <summary>Starts an operator of the widgets of this test's namespace; it ends with the test.</summary>
    protected async Task<ServerOperator> StartAsync(
        Action<IOperatorBuilder>? more = null, Action<OperatorSettingsBuilder>? settings = null, string? ns = null, bool plain = true)
    {
        var op = new ServerOperator(Admin);
        _operators.Add(op);
        await op.StartAsync(ns ?? Namespace, more, settings, plain);
        return op;
    }

    protected Task<JsonElement> Create(string name, string size = "", string source = "", JsonObject? metadata = null, string? ns = null)
    {
        metadata ??= [];
        metadata["name"] = name;
        var body = new JsonObject
        {
            ["apiVersion"] = Widget.Resource.ApiVersion,
            ["kind"] = Widget.Resource.Kind,
            ["metadata"] = metadata,
            ["spec"] = new JsonObject { ["size"] = size, ["source"] = source, ["newer"] = "field" },
        };
        return Admin.CreateAsync(Widget.Resource, ns ?? Namespace, body, new(), Cancel);
    }

    protected Task<JsonElement> Patch(string name, JsonObject patch) =>
        Admin.MergePatchAsync(Widget.Resource, Namespace, name, patch, null, Cancel);

    protected async Task<JsonNode?> Get(string name) =>
        await Admin.GetAsync(Widget.Resource, Namespace, name, Cancel) is { } found ? JsonNode.Parse(found.GetRawText()) : null;

    protected Task Delete(string name) => Admin.DeleteAsync(Widget.Resource, Namespace, name, null, Cancel);

    protected async Task<IReadOnlyList<string>> Finalizers(string name) =>
        [.. ((await Get(name))?["metadata"]?["finalizers"] as JsonArray ?? []).Select(f => (string)f!)];
}
