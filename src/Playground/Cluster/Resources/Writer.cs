namespace GitOpsGuard.Playground.Cluster.Resources;

/// <summary>Creates and changes objects: decodes, completes, admits, validates, stores; the same way for every kind.</summary>
internal sealed class Writer(ClusterServices cluster)
{
    // A change without a resourceVersion is tried again when somebody else was quicker.
    private const int Attempts = 20;

    private readonly ObjectChecks checks = new(cluster);
    private readonly Completion completion = new(cluster.Store);

    /// <summary>Makes a change; answers the object as the request's version shows it, and whether it is new.</summary>
    public async Task<(JsonObject Object, bool Created)> WriteAsync(ResourceRequest request, Change change, CancellationToken cancel)
    {
        for (var attempt = 1; ; attempt++)
        {
            var live = request.Name is null ? null : cluster.Store.Find(request.Key);
            if (live is null && !change.Creates) throw request.NotFound();
            var shown = live is null ? null : request.Type.Show(live);
            var next = Trees.Reread(change.Next(shown?.Copy()));
            var pinned = shown is not null && Pinned(request, change, shown, next);
            next = shown is null ? Begin(request, change, next) : Compose(request, change, shown, next);
            var named = request with { Name = next.Text("metadata", "name") };
            next = await AdmitAsync(named, next, shown, cancel);
            if (TryStore(named, live, next) is { } stored) return (request.Type.Show(stored), live is null);
            if (request.Name is null) throw named.Taken(cluster.Store.Find(named.Key));
            if (pinned || attempt == Attempts) throw request.Stale();
        }
    }

    /// <summary>Changes a live object on the server's own account, past validation and admission.</summary>
    public JsonObject Put(ResourceRequest request, Action<JsonObject> change)
    {
        while (true)
        {
            var live = cluster.Store.Find(request.Key) ?? throw request.NotFound();
            var next = live.Copy();
            change(next);
            if (TryStore(request, live, next) is { } stored) return stored;
        }
    }

    /// <summary>
    /// Server-side apply: merges a configuration into the live object, with the fields that it no longer names taken
    /// out.
    /// </summary>
    public Change Applying(ResourceRequest request, JsonObject body)
    {
        var type = request.Type;
        if (request.Subresource == "scale")
            return new Change(live => Scales.Into(request, live!, Merge(request, Scales.Owned(type, live!), body)), Patch: true, Applied: true);

        if (body.Text("kind") is { } kind && kind != type.Row.Kind)
            throw ApiError.BadRequest($"invalid object type: /{body.Text("apiVersion")}, Kind={kind}");
        ObjectMetadata.Agree(request, body.Copy());
        TypeErrors.CheckApplied(body, type.Schema);
        if (body.Has("metadata", "managedFields")) throw ApiError.BadRequest("metadata.managedFields must be nil");
        return new Change(live => Merge(request, live, body), Patch: true, Applied: true, Creates: request.Subresource is null);
    }

    /// <summary>Merges an applied configuration; one with values that the kind cannot hold is refused.</summary>
    private JsonObject Merge(ResourceRequest request, JsonObject? live, JsonObject body)
    {
        if (live is null && body.Text("metadata", "uid") is { Length: > 0 })
            throw request.Conflict("uid mismatch: the provided object specified uid, and no existing object was found");
        var scale = request.Subresource == "scale";
        var merged = ManagedFields.Apply(live, body.Copy(), request.Options.FieldManager, request.Options.Force,
            request.Subresource, cluster.Time.GetUtcNow(), scale ? Scales.Schema : request.Type.Schema, Served(request));
        if (!scale) ObjectChecks.Convert(request.Type, Trees.Reread(body));
        return merged;
    }

    /// <summary>Whether the client said which state it changes; one that is no longer the live one is refused.</summary>
    private static bool Pinned(ResourceRequest request, Change change, JsonObject live, JsonObject next)
    {
        if (next.Text("metadata", "resourceVersion") is not { Length: > 0 } asked) return false;
        if (asked != live.Text("metadata", "resourceVersion")) throw request.Stale();
        return !change.Patch;
    }

    /// <summary>Turns what the client wrote into a new object.</summary>
    private JsonObject Begin(ResourceRequest request, Change change, JsonObject created)
    {
        var type = request.Type;
        ObjectMetadata.Agree(request, created);
        if (created.Text("metadata", "resourceVersion") is { Length: > 0 } and not "0" && request.Name is null)
            throw new ApiError(500, "", "resourceVersion should not be set on objects to be created");
        if (!change.Applied) checks.Decode(request, change, created);
        ObjectMetadata.Begin(type, created, cluster.Time.GetUtcNow());
        Defaults.Apply(created, type.Row, type.Schema);
        if (!change.Applied) created = Own(request, null, created);
        Completion.Begin(type, created);
        checks.Namespace(request, created);
        completion.Create(request, created);
        return created;
    }

    /// <summary>Turns what the client wrote into the next state of a live object.</summary>
    private JsonObject Compose(ResourceRequest request, Change change, JsonObject live, JsonObject next)
    {
        var type = request.Type;
        ObjectMetadata.Agree(request, next);
        if (next.Text("metadata", "uid") is { Length: > 0 } uid && uid != live.Text("metadata", "uid"))
            throw change.Patch
                ? request.Invalid(Enumerable.Repeat(FieldError.Invalid("metadata.uid", uid, "field is immutable"), 2).ToList())
                : request.Conflict("StorageError: invalid object, Code: 4, " +
                    $"Key: /registry/{type.Row.Plural}/{request.Namespace}/{request.Name}, ResourceVersion: 0, AdditionalErrorMsg: " +
                    $"Precondition failed: UID in precondition: {uid}, UID in object meta: {live.Text("metadata", "uid")}");

        if (!change.Applied) checks.Decode(request, change, next);
        Defaults.Apply(next, type.Row, type.Schema);
        ObjectMetadata.Keep(live, next);
        // Fields are owned by whoever writes them, also where the write does not change them.
        if (!change.Applied) next.Metadata.Put("managedFields", Own(request, live, next).At("metadata", "managedFields"));
        next = Limit(request, live, next);
        if (request.Subresource is null) completion.Update(type, live, next);
        ObjectMetadata.Count(type, live, next);
        return next;
    }

    /// <summary>Restores what a write of this resource or subresource does not change.</summary>
    private static JsonObject Limit(ResourceRequest request, JsonObject live, JsonObject next)
    {
        var (traits, part) = (request.Type.Traits, request.Subresource ?? "main");
        if (traits.Paths($"write {part}") is { } written)
        {
            var limited = live.Copy();
            foreach (var path in written.Append("metadata.managedFields")) Trees.Carry(next, limited, path.Split('.'));
            next = limited;
        }

        foreach (var path in (traits.Paths($"keep {part}") ?? []).Where(path => path != "status" || request.Type.HasStatus))
            Trees.Carry(live, next, path.Split('.'));

        return next;
    }

    private JsonObject Own(ResourceRequest request, JsonObject? live, JsonObject next) =>
        ManagedFields.Update(live, next, request.Options.FieldManager, request.Type.ApiVersion,
            request.Subresource, cluster.Time.GetUtcNow(), request.Type.Schema, Served(request));

    /// <summary>Which versions of the kind are served: the entries of others are forgotten with the next write.</summary>
    private Predicate<string> Served(ResourceRequest request) => version => cluster.Catalog.FindKind(version, request.Type.Row.Kind) is not null;

    /// <summary>Lets webhooks change the next state, validates it, and asks who may refuse it.</summary>
    private async Task<JsonObject> AdmitAsync(ResourceRequest request, JsonObject next, JsonObject? live, CancellationToken cancel)
    {
        var operation = live is null ? "CREATE" : "UPDATE";
        checks.Access(request, next, live);
        if (request.Subresource != "scale"
            && await cluster.Admission.MutateAsync(request.Review(operation, next, live), cancel) is { } mutated)
        {
            next = Trees.Reread(mutated);
            Defaults.Apply(next, request.Type.Row, request.Type.Schema);
        }

        checks.Validate(request, next, live);
        await cluster.Admission.AdmitAsync(request.Review(operation, next, live), cancel);
        return next;
    }

    /// <summary>Stores the next state, or removes an object whose last finalizer went; null when somebody else was quicker.</summary>
    private JsonObject? TryStore(ResourceRequest request, JsonObject? live, JsonObject next)
    {
        if (request.Options.DryRun) return live is not null || cluster.Store.Find(request.Key) is null ? next : throw request.Taken(null);
        next = Stored(request.Type, next);
        if (live is not null && ManagedFields.OnlyTimesDiffer(live, next)) return live;
        var reactions = new Reactions(cluster);
        if (live is not null && IsFinished(live, next)) return reactions.TryEnd(request.Key, live) ? next : null;
        if (!cluster.Store.TryWrite(request.Key, live, next)) return null;
        // What the write set off is seen by the next request, not by this one.
        reactions.After(request.Key, next);
        return next;
    }

    /// <summary>Custom objects are kept in one version, whose schema also completes and prunes what came in another.</summary>
    private JsonObject Stored(ResourceType written, JsonObject next)
    {
        if (cluster.Catalog.FindStored(written.Collection) is not { Custom.IsStored: true } stored || stored == written) return next;
        next = stored.Show(next);
        Defaults.Apply(next, stored.Row, stored.Schema);
        return next;
    }

    private static bool IsFinished(JsonObject live, JsonObject next) =>
        next.Has("metadata", "deletionTimestamp")
        && next.Number("metadata", "deletionGracePeriodSeconds") is null or 0
        && (live.Items("metadata", "finalizers").Any() || live.Items("spec", "finalizers").Any())
        && !next.Items("metadata", "finalizers").Any()
        && !next.Items("spec", "finalizers").Any();
}
