using GitOpsGuard.Playground.Cluster.Lifecycle;
using GitOpsGuard.Playground.Cluster.Requests;

namespace GitOpsGuard.Playground.Cluster.Resources;

/// <summary>Deletes objects, or marks them for deletion while something still holds them.</summary>
internal sealed class Deleter(ClusterServices cluster)
{
    public const string Foreground = "foregroundDeletion";
    public const string Orphan = "orphan";

    private const long PodGraceSeconds = 30;

    /// <summary>Deletes the object of a request; answers a Status, or the object when it only started to go.</summary>
    public async Task<JsonObject> DeleteAsync(ResourceRequest request, CancellationToken cancel)
    {
        while (true)
        {
            var live = cluster.Store.Find(request.Key) ?? throw request.NotFound();
            Preconditions(request, live);
            await AdmitAsync(request, live, cancel);
            if (request.Options.DryRun) return Done(request, live);
            if (Step(request, live) is { } answer) return answer;
        }
    }

    /// <summary>Deletes the object of a request without asking admission, as eviction and definitions do.</summary>
    public JsonObject Remove(ResourceRequest request)
    {
        while (true)
        {
            var live = cluster.Store.Find(request.Key) ?? throw request.NotFound();
            Preconditions(request, live);
            if (request.Options.DryRun) return Done(request, live);
            if (Step(request, live) is { } answer) return answer;
        }
    }

    /// <summary>Deletes every object of a list; each is judged on its own.</summary>
    public async Task DeleteCollectionAsync(ResourceRequest request, IEnumerable<JsonObject> found, CancellationToken cancel)
    {
        foreach (var live in found)
        {
            var one = request with { Name = live.Text("metadata", "name"), Namespace = live.Text("metadata", "namespace") };
            try
            {
                await DeleteAsync(one, cancel);
            }
            catch (ApiError error) when (error.Code == 404)
            {
                // Gone meanwhile, which is what was asked for.
            }
        }
    }

    /// <summary>One try: the answer, or null when somebody else was quicker.</summary>
    private JsonObject? Step(ResourceRequest request, JsonObject live)
    {
        var next = live.Copy();
        Hold(request, next);
        var held = next.Items("metadata", "finalizers").Any() || next.Items("spec", "finalizers").Any();
        var grace = Grace(request, live);
        if (!held && grace == 0)
        {
            var last = cluster.Store.TryRemove(request.Key, live);
            if (last is null) return null;
            new Reactions(cluster).Ended(request.Key, last);
            return Done(request, live);
        }

        if (live.Has("metadata", "deletionTimestamp") && (live.Number("metadata", "deletionGracePeriodSeconds") ?? 0) <= grace)
            return request.Type.Show(live);
        Mark(request, next, grace);
        return cluster.Store.TryReplace(request.Key, live, next) ? request.Type.Show(next) : null;
    }

    private void Mark(ResourceRequest request, JsonObject next, long grace)
    {
        var metadata = next.Metadata;
        if (!metadata.ContainsKey("deletionTimestamp") && request.Type.HasGeneration) ObjectMetadata.Raise(next);
        metadata["deletionTimestamp"] = Trees.Timestamp(cluster.Time.GetUtcNow().AddSeconds(grace));
        if (request.Key is { Group: "", Plural: "namespaces" }) next.Open("status")["phase"] = "Terminating";
        else metadata["deletionGracePeriodSeconds"] = grace;
    }

    /// <summary>Adds the finalizers that a propagation policy and the kind itself ask for.</summary>
    private static void Hold(ResourceRequest request, JsonObject next)
    {
        if (next.Has("metadata", "deletionTimestamp")) return;
        var wanted = request.Options.Propagation switch
        {
            "Foreground" => Foreground,
            "Orphan" => Orphan,
            _ => null,
        };
        var finalizers = next.Texts("metadata", "finalizers").ToList();
        if (wanted is null || finalizers.Contains(wanted)) return;
        next.Metadata["finalizers"] = Trees.ArrayOf([.. finalizers, wanted]);
    }

    /// <summary>Only a pod on a live node is given time; nobody would end it elsewhere.</summary>
    private long Grace(ResourceRequest request, JsonObject live)
    {
        if (request.Key is not { Group: "", Plural: "pods" }) return 0;
        if (live.Text("spec", "nodeName") is not { Length: > 0 } node || live.Text("status", "phase") is "Succeeded" or "Failed") return 0;
        if (cluster.Store.Find(new ObjectKey("", "nodes", "", node)) is null) return 0;
        return request.Options.GracePeriodSeconds ?? live.Number("spec", "terminationGracePeriodSeconds") ?? PodGraceSeconds;
    }

    private static void Preconditions(ResourceRequest request, JsonObject live)
    {
        var (uid, version) = (live.Text("metadata", "uid"), live.Text("metadata", "resourceVersion"));
        if (request.Options.UidPrecondition is { } wantedUid && wantedUid != uid)
            throw Refused(request, $"the UID in the precondition ({wantedUid}) does not match the UID in record ({uid}). The object might have been deleted and then recreated");
        if (request.Options.ResourceVersionPrecondition is { } wanted && wanted != version)
            throw Refused(request, $"the ResourceVersion in the precondition ({wanted}) does not match the ResourceVersion in record ({version}). The object might have been modified");
    }

    private static ApiError Refused(ResourceRequest request, string why) =>
        ApiError.Conflict(request.Type.Row.Group, request.Type.Row.Kind, request.Name!, why);

    private Task AdmitAsync(ResourceRequest request, JsonObject live, CancellationToken cancel) =>
        cluster.Admission.AdmitAsync(
            new AdmissionCall
            {
                Operation = "DELETE",
                Type = request.Type,
                Subresource = "",
                Namespace = request.Namespace ?? "",
                // In a deletecollection the request itself has no name.
                Name = request.Verb == "deletecollection" ? "" : request.Name!,
                User = request.User,
                OldObject = request.Type.Show(live),
                Options = request.Options.ToReview("DELETE"),
                DryRun = request.Options.DryRun,
            },
            request.Warnings,
            cancel);

    private static JsonObject Done(ResourceRequest request, JsonObject live)
    {
        var details = new JsonObject { ["name"] = request.Name };
        if (request.Type.Row.Group.Length > 0) details["group"] = request.Type.Row.Group;
        details["kind"] = request.Type.Row.Plural;
        details["uid"] = live.Text("metadata", "uid");
        return new JsonObject
        {
            ["kind"] = "Status",
            ["apiVersion"] = "v1",
            ["metadata"] = new JsonObject(),
            ["status"] = "Success",
            ["details"] = details,
        };
    }
}
