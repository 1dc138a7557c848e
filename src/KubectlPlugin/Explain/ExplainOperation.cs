using System.Net;
using System.Text.Json;
using GitOpsGuard.Core;
using GitOpsGuard.Kubernetes;
using GitOpsGuard.Kubernetes.Kinds;

namespace GitOpsGuard.KubectlPlugin.Explain;

/// <summary>Says who manages an object, and where Git declares it. At most three round trips: kind, object, GitSync with inventory.</summary>
internal sealed record ExplainOperation(Scope Scope, IReadOnlyList<string> Target, bool AsJson) : IOperation
{
    /// <inheritdoc/>
    public async Task RunAsync(PluginEnvironment environment, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        var target = TargetName.Parse(Target);
        using var api = environment.Connect(Scope.Kubeconfig, Scope.Context);
        var resource = await ResourceAsync(api, environment.Time, target, cancellationToken);
        var ns = resource.Namespaced ? Scope.Namespace ?? api.DefaultNamespace ?? "default" : null;
        var obj = await api.GetAsync(resource, ns, target.Name, cancellationToken) ?? throw Absent(resource, ns, target.Name);
        var explanation = Explanation.Of(obj);
        if (explanation.Marker is { } marker) explanation = await WithSyncAsync(api, explanation, marker, cancellationToken);
        if (AsJson) await Output.WriteJsonAsync(output, ExplanationJson.Of(explanation));
        else await output.WriteAsync(ExplanationText.Of(explanation));
    }

    private static async Task<Resource> ResourceAsync(ApiClient api, TimeProvider time, TargetName target, CancellationToken cancellationToken)
    {
        if (KnownKinds.Find(target.Kind) is { } known) return known;
        using var discovery = new Discovery(api, time);
        return await discovery.FindByNameAsync(target.Kind, cancellationToken)
            ?? throw new PluginException($"the server knows no kind '{target.Kind}'", "List the kinds it knows: kubectl api-resources");
    }

    private static PluginException Absent(Resource resource, string? ns, string name)
    {
        var where = ns is null ? "" : $" in namespace {ns}";
        var list = $"kubectl get {resource.Plural}{(resource.Group.Length > 0 ? $".{resource.Group}" : "")}{(ns is null ? "" : $" -n {ns}")}";
        return new($"there is no {resource.Kind} {name}{where}", $"List what there is: {list}");
    }

    private static async Task<Explanation> WithSyncAsync(ApiClient api, Explanation explanation, Marker marker, CancellationToken cancellationToken)
    {
        var unread = new List<string>();
        var inventories = InventoryAsync(api, marker, cancellationToken);
        var syncs = api.GetAsync(OwnResources.GitSyncs, marker.SyncNamespace, marker.SyncName, cancellationToken);
        var sync = await OrUnreadAsync(syncs, "the GitSync", unread);
        var found = await OrUnreadAsync(inventories, "the inventory", unread);
        return explanation with
        {
            Sync = sync?.Deserialize(KindsJson.Default.GitSync),
            Inventory = found?.Inventory,
            Entry = found?.Entry,
            Unread = unread,
        };
    }

    private static async Task<(SyncInventorySpec Inventory, InventoryEntry Entry)?> InventoryAsync(ApiClient api, Marker marker, CancellationToken cancellationToken)
    {
        await foreach (var item in api.ListAsync(OwnResources.SyncInventories, marker.SyncNamespace, null, cancellationToken))
        {
            if (item.Deserialize(KindsJson.Default.SyncInventory) is not { } shard || shard.Spec.Sync != marker.SyncName) continue;
            var entry = shard.Spec.Objects.FirstOrDefault(e => new ObjectIdentity(e.Group ?? "", e.Kind, e.Namespace ?? "", e.Name) == marker.Identity);
            if (entry is not null) return (shard.Spec, entry);
        }

        return null;
    }

    private static async Task<T?> OrUnreadAsync<T>(Task<T?> read, string what, List<string> unread)
    {
        try
        {
            return await read;
        }
        catch (ApiException e) when (e.Code is HttpStatusCode.Forbidden or HttpStatusCode.NotFound)
        {
            unread.Add($"{what} cannot be read: {e.Message}");
            return default;
        }
    }
}
