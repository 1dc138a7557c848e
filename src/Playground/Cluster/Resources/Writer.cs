using GitOpsGuard.Playground.Cluster.Lifecycle;
using GitOpsGuard.Playground.Cluster.Requests;

namespace GitOpsGuard.Playground.Cluster.Resources;

/// <summary>Creates and changes objects: defaults, ownership of fields, validation, admission, then the store.</summary>
internal sealed class Writer(ClusterServices cluster)
{
    // A change without a resourceVersion is tried again when somebody else was quicker.
    private const int Attempts = 20;

    private readonly BuiltInStrategy strategy = new(cluster.Store);
    private readonly ObjectChecks checks = new(cluster);

    /// <summary>Creates an object from a body; the body may be changed.</summary>
    public Task<JsonObject> CreateAsync(ResourceRequest request, JsonObject body, CancellationToken cancel) =>
        CreateAsync(request, body, applied: false, cancel);

    /// <summary>Applies a configuration on the server: creates the object, or takes ownership of the fields named.</summary>
    public async Task<(JsonObject Object, bool Created)> ApplyAsync(ResourceRequest request, JsonObject body, CancellationToken cancel)
    {
        if (body.Text("kind") is { } kind && kind != request.Type.Row.Kind)
            throw ApiError.BadRequest($"invalid object type: /{body.Text("apiVersion")}, Kind={kind}");
        ObjectMetadata.Agree(request, body);
        ObjectChecks.Declared(request.Type, body);
        if (body.Has("metadata", "managedFields"))
            throw ApiError.BadRequest("metadata.managedFields must be nil");
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            if (cluster.Store.Find(request.Key) is not null)
                return (await UpdateAsync(request, new WriteMode(true, true), live => Merge(request, live, body), cancel), false);
            if (request.Subresource is not null) throw request.NotFound();
            if (body.Text("metadata", "uid") is { Length: > 0 })
                throw ApiError.Conflict(request.Type.Row.Group, request.Type.Row.Plural, request.Name!, "uid mismatch: the provided object specified uid, and no existing object was found");
            try
            {
                return (await CreateAsync(request, body.Copy(), applied: true, cancel), true);
            }
            catch (ApiError error) when (error.Reason == "AlreadyExists")
            {
                // Somebody created it meanwhile: apply to that one.
            }
        }

        throw ApiError.Modified(request.Type.Row.Group, request.Type.Row.Plural, request.Name!);
    }

    /// <summary>Changes a live object by a function that gets a copy of it as this version shows it.</summary>
    public async Task<JsonObject> UpdateAsync(
        ResourceRequest request, WriteMode mode, Func<JsonObject, JsonObject> change, CancellationToken cancel)
    {
        for (var attempt = 1; ; attempt++)
        {
            var live = cluster.Store.Find(request.Key) ?? throw request.NotFound();
            var shown = request.Type.Show(live);
            var next = Trees.Reread(change(shown.Copy()));
            var pinned = next.Text("metadata", "resourceVersion") is { Length: > 0 } asked
                && (asked == live.Text("metadata", "resourceVersion") ? !mode.Patch : throw Stale(request));
            Compose(request, mode, shown, next);
            await checks.ValidateAsync(request, next, shown, cancel);
            if (TryStore(request, live, next) is { } stored) return request.Type.Show(stored);
            if (pinned || attempt == Attempts) throw Stale(request);
        }
    }

    /// <summary>Changes the replicas of a live object through its Scale.</summary>
    public Task<JsonObject> ScaleAsync(
        ResourceRequest request, bool patch, Func<JsonObject, JsonObject> change, CancellationToken cancel) =>
        UpdateAsync(request, new WriteMode(patch, false),
            live => Scales.Into(request, live, change(Scales.Of(request.Type, live))), cancel);

    /// <summary>Changes a live object on the server's own account, past validation and admission.</summary>
    public JsonObject Change(ResourceRequest request, Func<JsonObject, JsonObject> change)
    {
        while (true)
        {
            var live = cluster.Store.Find(request.Key) ?? throw request.NotFound();
            if (TryStore(request, live, change(live.Copy())) is { } stored) return stored;
        }
    }

    private async Task<JsonObject> CreateAsync(ResourceRequest request, JsonObject body, bool applied, CancellationToken cancel)
    {
        var type = request.Type;
        ObjectMetadata.Agree(request, body);
        if (body.Text("metadata", "resourceVersion") is { Length: > 0 } and not "0")
            throw ApiError.BadRequest("resourceVersion should not be set on objects to be created");
        if (!applied) checks.Decode(request, default, body);
        var created = applied
            ? Merge(request, null, body)
            : body;
        ObjectMetadata.Begin(type, created, cluster.Time.GetUtcNow());
        Defaults.Apply(created, type.Row, type.Schema);
        if (!applied) created = Own(request, null, created);
        strategy.Create(type, created);
        var named = request with { Name = created.Text("metadata", "name") };
        checks.Namespace(request, created);
        checks.Account(request, created);
        await checks.ValidateAsync(named, created, null, cancel);
        request.Warnings.AddRange(named.Warnings.Except(request.Warnings));
        if (request.Options.DryRun)
        {
            return cluster.Store.Find(named.Key) is null ? created : throw Taken(named);
        }

        if (!cluster.Store.TryAdd(named.Key, created)) throw Taken(named);
        new Reactions(cluster).After(named.Key, created);
        return type.Show(cluster.Store.Find(named.Key) ?? created);
    }

    /// <summary>Merges an applied configuration; one with values that the kind cannot hold is refused.</summary>
    private JsonObject Merge(ResourceRequest request, JsonObject? live, JsonObject body)
    {
        try
        {
            var merged = ManagedFields.Apply(live, body.Copy(), request.Options.FieldManager, request.Options.Force,
                request.Subresource, cluster.Time.GetUtcNow(), request.Type.Schema);
            ObjectChecks.Convert(request.Type, Trees.Reread(body));
            return merged;
        }
        catch (FormatException error)
        {
            throw new ApiError(500, "", error.Message);
        }
    }

    /// <summary>Turns what the client wrote into the next state of the object.</summary>
    private void Compose(ResourceRequest request, WriteMode mode, JsonObject live, JsonObject next)
    {
        var type = request.Type;
        ObjectMetadata.Agree(request, next);
        if (next.Text("metadata", "uid") is { Length: > 0 } uid && uid != live.Text("metadata", "uid"))
        {
            if (mode.Patch)
            {
                throw ApiError.Invalid(type.Row.Group, type.Row.Kind, request.Name!,
                    [("metadata.uid", "FieldValueInvalid", $"Invalid value: \"{uid}\": field is immutable")]);
            }

            throw ApiError.Conflict(type.Row.Group, type.Row.Plural, request.Name!,
                $"Precondition failed: UID in precondition: {uid}, UID in object meta: {live.Text("metadata", "uid")}");
        }

        if (!mode.Applied) checks.Decode(request, mode, next);
        Defaults.Apply(next, type.Row, type.Schema);
        ObjectMetadata.Keep(live, next);
        RestoreOtherHalf(request, live, next);
        if (request.Subresource is null) strategy.Update(type, live, next);
        ObjectMetadata.Count(type, live, next);
        if (!mode.Applied)
        {
            var owned = Own(request, live, next);
            if (!ReferenceEquals(owned, next)) next.Put("metadata", owned["metadata"]);
        }
    }

    /// <summary>A main write leaves the status alone; a status write leaves everything else alone.</summary>
    private static void RestoreOtherHalf(ResourceRequest request, JsonObject live, JsonObject next)
    {
        if (request.Subresource is null)
        {
            if (request.Type.HasStatus) next.Put("status", live["status"]);
            return;
        }

        if (request.Subresource != "status") return;
        foreach (var key in next.Select(entry => entry.Key).Union(live.Select(entry => entry.Key)).ToList())
        {
            if (key is not ("status" or "metadata")) next.Put(key, live[key]);
        }

        if (request.Type.Custom is null) return;
        var fields = next.At("metadata", "managedFields");
        next.Put("metadata", live["metadata"]);
        next.Metadata.Put("managedFields", fields);
    }

    private JsonObject Own(ResourceRequest request, JsonObject? live, JsonObject next) =>
        ManagedFields.Update(live, next, request.Options.FieldManager, request.Type.ApiVersion,
            request.Subresource, cluster.Time.GetUtcNow(), request.Type.Schema);

    /// <summary>Stores the next state, or removes an object whose last finalizer went; null when it must be tried again.</summary>
    private JsonObject? TryStore(ResourceRequest request, JsonObject live, JsonObject next)
    {
        if (request.Options.DryRun) return next;
        var finished = next.Has("metadata", "deletionTimestamp")
            && !next.Items("metadata", "finalizers").Any()
            && (live.Items("metadata", "finalizers").Any() || live.Items("spec", "finalizers").Any())
            && next.Number("metadata", "deletionGracePeriodSeconds") is null or 0
            && !next.Items("spec", "finalizers").Any();
        if (finished)
        {
            var last = cluster.Store.TryRemove(request.Key, live);
            if (last is not null) new Reactions(cluster).Ended(request.Key, last);
            return last;
        }

        if (ManagedFields.OnlyTimesDiffer(live, next)) return live;
        if (!cluster.Store.TryReplace(request.Key, live, next)) return null;
        new Reactions(cluster).After(request.Key, next);
        return cluster.Store.Find(request.Key) ?? next;
    }

    private static ApiError Stale(ResourceRequest request) =>
        ApiError.Modified(request.Type.Row.Group, request.Type.Row.Plural, request.Name!);

    private static ApiError Taken(ResourceRequest request) =>
        ApiError.AlreadyExists(request.Type.Row.Group, request.Type.Row.Plural, request.Name!);
}
