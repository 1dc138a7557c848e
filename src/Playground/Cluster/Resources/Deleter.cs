namespace GitOpsGuard.Playground.Cluster.Resources;

/// <summary>Deletes objects, or marks them for deletion while something still holds them.</summary>
internal sealed class Deleter(ClusterServices cluster)
{
    public const string Foreground = "foregroundDeletion";
    public const string Orphan = "orphan";

    private const long PodGraceSeconds = 30;

    /// <summary>Deletes the object of a request; answers a Status, or the object when it only started to go.</summary>
    /// <param name="request">The object, with the options of its deletion.</param>
    /// <param name="cancel">Ends the waiting for webhooks.</param>
    /// <param name="admit">Whether admission is asked; eviction and definitions do not.</param>
    public async Task<JsonObject> DeleteAsync(ResourceRequest request, CancellationToken cancel, bool admit = true)
    {
        if (request.Key is { Group: "", Plural: "namespaces", Name: "default" or "kube-system" or "kube-public" })
            throw request.Forbidden("this namespace may not be deleted");
        while (true)
        {
            var live = cluster.Store.Find(request.Key) ?? throw request.NotFound();
            Preconditions(request, live);
            if (admit) await cluster.Admission.AdmitAsync(request.Review("DELETE", null, request.Type.Show(live)), cancel);
            if (Step(request, live) is { } answer) return answer;
        }
    }

    /// <summary>Deletes what several requests name; each is judged on its own.</summary>
    public async Task DeleteAllAsync(IEnumerable<ResourceRequest> requests, CancellationToken cancel, bool admit = true)
    {
        foreach (var request in requests)
        {
            try
            {
                await DeleteAsync(request, cancel, admit);
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
        var grace = Grace(request, live);
        var ends = grace == 0 && !next.Items("metadata", "finalizers").Any() && !next.Items("spec", "finalizers").Any();
        if (ends && request.Type.Traits["returned"].Count == 0)
            return request.Options.DryRun || new Reactions(cluster).TryEnd(request.Key, live) ? Done(request, live) : null;
        if (!ends && live.Has("metadata", "deletionTimestamp") && (live.Number("metadata", "deletionGracePeriodSeconds") ?? 0) <= grace)
            return request.Type.Show(live);
        var metadata = next.Metadata;
        if (!metadata.ContainsKey("deletionTimestamp") && request.Type.HasGeneration) ObjectMetadata.Raise(next);
        metadata["deletionTimestamp"] = Trees.Timestamp(cluster.Time.GetUtcNow().AddSeconds(grace));
        if (request.Key is { Group: "", Plural: "namespaces" }) next.Open("status")["phase"] = "Terminating";
        else metadata["deletionGracePeriodSeconds"] = grace;
        if (request.Options.DryRun) return request.Type.Show(next);
        if (!cluster.Store.TryWrite(request.Key, live, next)) return null;
        return !ends || new Reactions(cluster).TryEnd(request.Key, next) ? request.Type.Show(next) : null;
    }

    /// <summary>Adds the finalizer that a propagation policy asks for.</summary>
    private static void Hold(ResourceRequest request, JsonObject next)
    {
        var finalizers = next.Texts("metadata", "finalizers").ToList();
        var wanted = request.Options.Propagation switch
        {
            "Foreground" => Foreground,
            "Orphan" => Orphan,
            _ => request.Type.Row.Kind == "CustomResourceDefinition" ? CustomDefinitions.CleanupFinalizer : null,
        };
        if (wanted is null || next.Has("metadata", "deletionTimestamp") || finalizers.Contains(wanted)) return;
        next.Metadata["finalizers"] = Trees.ArrayOf([.. finalizers, wanted]);
    }

    /// <summary>Only a pod that is on a node, and has not come to its end, is given time.</summary>
    private long Grace(ResourceRequest request, JsonObject live)
    {
        if (request.Key is not { Group: "", Plural: "pods" }) return 0;
        if (live.Text("spec", "nodeName") is not { Length: > 0 } || live.Text("status", "phase") is "Succeeded" or "Failed") return 0;
        return request.Options.GracePeriodSeconds ?? live.Number("spec", "terminationGracePeriodSeconds") ?? PodGraceSeconds;
    }

    private static void Preconditions(ResourceRequest request, JsonObject live)
    {
        var (uid, version) = (live.Text("metadata", "uid"), live.Text("metadata", "resourceVersion"));
        if (request.Options.UidPrecondition is { } wanted && wanted != uid)
            throw Refused(request, "UID", wanted, uid, "The object might have been deleted and then recreated");
        if (request.Options.ResourceVersionPrecondition is { } known && known != version)
            throw Refused(request, "ResourceVersion", known, version, "The object might have been modified");
    }

    private static ApiError Refused(ResourceRequest request, string field, string wanted, string? found, string guess) =>
        ApiError.Conflict(request.Type.Row.Group, request.Type.Row.Kind, request.Name!,
            $"the {field} in the precondition ({wanted}) does not match the {field} in record ({found}). {guess}");

    private static JsonObject Done(ResourceRequest request, JsonObject live)
    {
        var details = ApiError.About(request.Name!, request.Type.Row.Group, request.Type.Row.Plural);
        details["uid"] = live.Text("metadata", "uid");
        return Template.Answers.Fill("Success", ("details", details), ("code", null));
    }
}
