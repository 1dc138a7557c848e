using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using GitOpsGuard.Core;
using GitOpsGuard.Kubernetes;
using GitOpsGuard.Kubernetes.Kinds;

namespace GitOpsGuard.KubectlPlugin.Propose;

/// <summary>Finds change requests and notes what became of them.</summary>
internal sealed class ChangeRequests(ApiClient api, TimeProvider time)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    /// <summary>Finds a change request. It is recorded after the denial is answered, so it is waited for, up to three seconds.</summary>
    /// <param name="id">Its name.</param>
    /// <param name="ns">The only namespace to look in; null looks in that of the context, in the guard's and then in all.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="PluginException">There is none.</exception>
    public async Task<FoundChange> FindAsync(string id, string? ns, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        while (true)
        {
            var refused = new List<string>();
            if (await LookAsync(id, ns, refused, cancellationToken) is { } found) return found;
            if (time.GetElapsedTime(start) >= LongestWait) throw Absent(id, ns, refused);
            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    /// <summary>Notes the pull request.</summary>
    /// <returns>Why it could not be noted; null when it was.</returns>
    public async Task<string?> NoteAsync(FoundChange change, string pullRequest, CancellationToken cancellationToken)
    {
        var patch = new JsonObject { ["status"] = new JsonObject { ["state"] = "Proposed", ["pullRequest"] = pullRequest } };
        try
        {
            await api.MergePatchAsync(OwnResources.ChangeRequests, change.Namespace, change.Name, patch, new() { FieldManager = "kubectl-gitops" }, cancellationToken, "status");
            return null;
        }
        catch (ApiException e)
        {
            return $"the pull request could not be noted in the status of {change.Name}: {e.Message}";
        }
    }

    private async Task<FoundChange?> LookAsync(string id, string? ns, List<string> refused, CancellationToken cancellationToken)
    {
        if (ns is not null) return Read(await OrNullAsync(api.GetAsync(OwnResources.ChangeRequests, ns, id, cancellationToken), refused));
        var own = api.DefaultNamespace ?? "default";
        var direct = OrNullAsync(api.GetAsync(OwnResources.ChangeRequests, own, id, cancellationToken), refused);
        var everywhere = OrNullAsync(AnywhereAsync(id, cancellationToken), refused);
        if (Read(await direct) is { } inOwn) return inOwn;
        if (Read(await everywhere) is { } anywhere) return anywhere;
        return refused.Count == 0 ? null : Read(await OrNullAsync(api.GetAsync(OwnResources.ChangeRequests, Names.Namespace, id, cancellationToken), refused));
    }

    private async Task<JsonElement?> AnywhereAsync(string id, CancellationToken cancellationToken)
    {
        await foreach (var item in api.ListAsync(OwnResources.ChangeRequests, null, new() { FieldSelector = $"metadata.name={id}" }, cancellationToken))
            if (Json.TextAt(item, "metadata", "name") == id) return item;
        return null;
    }

    private static async Task<JsonElement?> OrNullAsync(Task<JsonElement?> read, List<string> refused)
    {
        try
        {
            return await read;
        }
        catch (ApiException e) when (e.Code is HttpStatusCode.Forbidden or HttpStatusCode.NotFound)
        {
            lock (refused) refused.Add(e.Message);
            return null;
        }
    }

    private static FoundChange? Read(JsonElement? item) =>
        item is { } element && element.Deserialize(KindsJson.Default.ChangeRequest) is { } change
            ? new(change.Metadata.Namespace ?? "", change.Metadata.Name, change.Spec, change.Status)
            : null;

    private static PluginException Absent(string id, string? ns, List<string> refused)
    {
        var where = ns is not null ? $" in namespace {ns}" : refused.Count == 0 ? " in any namespace" : "";
        return new($"there is no change request {id}{where}{(refused.Count > 0 ? $" that you may read: {refused[0]}" : "")}",
            $"List those there are: kubectl get changerequests {(ns is null && refused.Count == 0 ? "-A" : $"-n {ns ?? "NAMESPACE"}")} (or name the namespace with -n)");
    }
}
