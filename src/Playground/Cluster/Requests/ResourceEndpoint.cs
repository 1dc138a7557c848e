namespace GitOpsGuard.Playground.Cluster.Requests;

/// <summary>Serves calls on resources: finds the kind, checks access, and hands over to whoever does the verb.</summary>
internal sealed class ResourceEndpoint(ClusterServices cluster)
{
    private readonly Writer writer = new(cluster);
    private readonly Deleter deleter = new(cluster);
    private readonly Lists lists = new(cluster);
    private readonly PodSubresources pods = new(cluster);
    private readonly TokenRequests tokens = new(cluster);
    private readonly Reviews reviews = new(cluster);

    /// <summary>Answers a call on a path that names a resource.</summary>
    public async Task ServeAsync(HttpContext context, RequestPath path, CancellationToken cancel)
    {
        var verb = VerbOf(context.Request, path);
        var wanted = new AccessAttributes(verb, path.Group, path.Resource, path.Subresource ?? "", path.Namespace ?? "", path.Name ?? Selection.NameIn(context.Request.Query, verb));
        var user = await cluster.Authentication.IdentifyAsync(context, wanted);
        if (!cluster.Catalog.All.Any(type => type.Row.Group == path.Group && type.Row.Version == path.Version)
            || cluster.Catalog.Find(path.Group, path.Version, path.Resource) is { Custom: not null, Row.Namespaced: false } && path.Namespace is not null)
        {
            await Answers.WriteTextAsync(context, 404, "404 page not found\n", cancel);
            return;
        }

        cluster.Authorizer.Demand(user, wanted);
        var type = cluster.Catalog.Find(path.Group, path.Version, path.Resource) ?? throw ApiError.NoSuchResource();
        if (path.Subresource is { } sub && !type.Row.Subresources.Contains(sub))
            throw type.Custom is null ? ApiError.NoSuchResource() : ApiError.NotFound(path.Group, path.Resource, path.Name ?? "");
        if (!DiscoveryDocuments.VerbsOf(type, path.Subresource).Contains(verb)) throw ApiError.MethodNotAllowed();
        var request = new ResourceRequest
        {
            Verb = verb,
            Type = type,
            User = user,
            Namespace = type.Row.Namespaced ? path.Namespace : null,
            Name = path.Name,
            Subresource = path.Subresource,
            Options = RequestOptions.FromQuery(context.Request),
        };
        if (type.Custom?.Warning is { } warning) request.Warnings.Add(warning);
        context.Response.OnStarting(() =>
        {
            request.Warnings.ForEach(warning => Answers.Warn(context, warning));
            return Task.CompletedTask;
        });
        if (await AnswerAsync(request, context, cancel) is var (code, body)) await WriteAsync(context, request, code, body, cancel);
    }

    private async Task<(int Code, JsonObject Body)?> AnswerAsync(ResourceRequest request, HttpContext context, CancellationToken cancel)
    {
        var live = request.Name is null ? null : cluster.Store.Find(request.Key);
        switch (request.Subresource, request.Verb)
        {
            case (null, "list"):
                return (200, List(request, context));
            case (null, "watch"):
                var selection = Selection.Of(request.Type, context.Request.Query, request.Name);
                await new WatchStream(cluster, context, request.Type, request.Namespace, selection).ServeAsync(cancel);
                return null;
            case (null, "deletecollection") when request.Type.Row.Kind == "Namespace":
                throw ApiError.MethodNotAllowed();
            case (null, "delete" or "deletecollection"):
                return await DeleteAsync(request, context, cancel);
            case (null, "create") when request.Type.IsQuestion:
                return (201, reviews.Answer(request, await RequestBody.ReadObjectAsync(context, request.Type.Row.Kind, [], cancel) ?? []));
            case (null, "create") when request.Name is null && (!request.Type.Row.Namespaced || request.Namespace is not null):
                var created = await writer.WriteAsync(request, Change.To(await BodyAsync(request, context, cancel), creates: true), cancel);
                return (201, created.Object);
            case (not null, _) when live is null:
                throw request.NotFound();
            case ("exec" or "attach" or "portforward" or "proxy" or "log", _):
                await pods.ConnectAsync(request, cancel);
                return null;
            case ("token", "create"):
                return (201, await tokens.IssueAsync(request, live!, await BodyAsync(request, context, cancel), cancel));
            case ("eviction", "create"):
                return (201, await pods.EvictAsync(request, live!, await BodyAsync(request, context, cancel), cancel));
            case ("binding", "create"):
                return (201, await pods.BindAsync(request, live!, await BodyAsync(request, context, cancel), cancel));
            case (_, "get"):
                lists.Reach(context.Request.Query["resourceVersion"].ToString());
                var shown = request.Type.Show(live ?? throw request.NotFound());
                return (200, request.Subresource == "scale" ? Scales.Of(request.Type, shown) : shown);
            case (_, "update" or "patch") when request.Name is not null:
                return await ChangeAsync(request, context, cancel);
            default:
                throw ApiError.MethodNotAllowed();
        }
    }

    private async Task<(int Code, JsonObject Body)?> ChangeAsync(ResourceRequest request, HttpContext context, CancellationToken cancel)
    {
        var change = await ChangeOfAsync(request, context, cancel);
        if (request.Subresource == "scale" && !change.Applied) change = change.OfScale(request);
        var (stored, created) = await writer.WriteAsync(request, change, cancel);
        return (created ? 201 : 200, request.Subresource == "scale" ? Scales.Of(request.Type, stored) : stored);
    }

    private async Task<Change> ChangeOfAsync(ResourceRequest request, HttpContext context, CancellationToken cancel)
    {
        var (type, media) = (request.Type, RequestBody.MediaType(context.Request));
        if (request.Verb == "patch")
        {
            if (!Change.IsPatch(media)) throw ApiError.UnsupportedMediaType(null);
            return media == Change.Apply
                ? writer.Applying(request, await BodyAsync(request, context, cancel))
                : Change.Of(type, media, await RequestBody.ReadPatchAsync(context, request.Fields, cancel));
        }

        var body = await BodyAsync(request, context, cancel);
        if (type.Custom is not null && request.Subresource != "scale" && string.IsNullOrEmpty(body.Text("metadata", "resourceVersion")))
            throw ApiError.Invalid(
                type.Row.Group, type.Row.Plural, request.Name ?? "", FieldError.Invalid("metadata.resourceVersion", 0, "must be specified for an update"));
        return Change.To(body, creates: request.Subresource is null && type.Traits["unpinned"].Count > 0);
    }

    private async Task<(int Code, JsonObject Body)?> DeleteAsync(ResourceRequest request, HttpContext context, CancellationToken cancel)
    {
        var options = await RequestBody.ReadObjectAsync(context, "DeleteOptions", [], cancel);
        request = request with { Options = request.Options.With(options) };
        if (request.Verb == "delete") return (200, await deleter.DeleteAsync(request, cancel));
        var selection = Selection.Of(request.Type, context.Request.Query, null);
        var (found, metadata) = lists.Read(request.Type, request.Namespace, selection, context.Request.Query);
        await deleter.DeleteAllAsync(found.Select(live => request with
        {
            Name = live.Text("metadata", "name"), Namespace = live.Text("metadata", "namespace"),
        }), cancel);
        return (200, Tables.List(request.Type, found, metadata));
    }

    private JsonObject List(ResourceRequest request, HttpContext context)
    {
        var (type, query) = (request.Type, context.Request.Query);
        var (page, metadata) = lists.Read(type, request.Namespace, Selection.Of(type, query, request.Name), query);
        Tables.Accept(context.Request, $"*core.{type.Row.Kind}List");
        return Tables.Wanted(context.Request) switch
        {
            Form.Table => Tables.Of(type, page, metadata, query["includeObject"].ToString(), true, cluster.Time.GetUtcNow()),
            Form.MetadataOnly => Tables.List("PartialObjectMetadataList", "meta.k8s.io/v1", metadata, page.Select(Tables.MetadataOnly)),
            _ => Tables.List(type, page, metadata),
        };
    }

    private async Task WriteAsync(HttpContext context, ResourceRequest request, int code, JsonObject body, CancellationToken cancel)
    {
        var form = body.Text("kind") == request.Type.Row.Kind ? Tables.Wanted(context.Request) : Form.Whole;
        await Answers.WriteAsync(context, code, Tables.In(form, body, items => Tables.Of(
            request.Type, items, Tables.VersionOf(body), context.Request.Query["includeObject"].ToString(), true, cluster.Time.GetUtcNow())),
            cancel);
    }

    private static async Task<JsonObject> BodyAsync(ResourceRequest request, HttpContext context, CancellationToken cancel)
    {
        var kind = DiscoveryDocuments.KindOf(request.Type, request.Subresource).Kind;
        return await RequestBody.ReadObjectAsync(context, kind, request.Fields, cancel)
            ?? throw RequestBody.Unrecognized(kind, "unexpected end of JSON input");
    }

    private static string VerbOf(HttpRequest request, RequestPath path) => request.Method switch
    {
        "GET" or "HEAD" when path.Watch || request.Query["watch"] is [("true" or "1")] => "watch",
        "GET" or "HEAD" => path.Name is null ? "list" : "get",
        "POST" => "create",
        "PUT" => "update",
        "PATCH" => "patch",
        "DELETE" => path.Name is null ? "deletecollection" : "delete",
        _ => request.Method.ToLowerInvariant(),
    };
}
