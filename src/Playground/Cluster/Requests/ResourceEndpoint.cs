using GitOpsGuard.Playground.Cluster.Representation;
using Microsoft.AspNetCore.Http;

namespace GitOpsGuard.Playground.Cluster.Requests;

/// <summary>Serves calls on resources: finds the kind, checks access, and hands over to whoever does the verb.</summary>
internal sealed class ResourceEndpoint(ClusterServices cluster, Authentication authentication)
{
    private readonly Writer writer = new(cluster);
    private readonly Deleter deleter = new(cluster);
    private readonly Lists lists = new(cluster);
    private readonly WatchStream watches = new(cluster);
    private readonly SubresourceEndpoint subresources = new(cluster);
    private readonly ReviewEndpoint reviews = new(cluster);

    /// <summary>Answers a call on a path that names a resource.</summary>
    public async Task ServeAsync(HttpContext context, RequestPath path, CancellationToken cancel)
    {
        var user = await authentication.IdentifyAsync(context);
        var verb = VerbOf(context.Request, path);
        var wanted = new AccessAttributes(verb, path.Group, path.Resource, path.Subresource ?? "", path.Namespace ?? "", path.Name ?? "");
        cluster.Authorizer.Demand(user, wanted);
        var type = cluster.Catalog.Find(path.Group, path.Version, path.Resource) ?? throw ApiError.NoSuchResource();
        if (path.Subresource is { } sub && !Subresources.Serves(type, sub)) throw ApiError.NoSuchResource();
        var request = new ResourceRequest
        {
            Verb = verb,
            Type = type,
            User = user,
            Namespace = type.Row.Namespaced ? path.Namespace : null,
            Name = path.Name,
            Subresource = path.Subresource,
            Options = Options.FromQuery(context.Request),
        };
        var answer = type.IsQuestion && path.Subresource is null
            ? await reviews.AnswerAsync(request, context, cancel)
            : await AnswerAsync(request, context, cancel);
        if (answer is var (code, body)) await WriteAsync(context, request, code, body, cancel);
    }

    private async Task<(int Code, JsonObject Body)?> AnswerAsync(ResourceRequest request, HttpContext context, CancellationToken cancel)
    {
        if (request.Subresource is { } sub && sub != "status") return await subresources.AnswerAsync(request, context, cancel);
        switch (request.Verb)
        {
            case "get":
                return (200, request.Type.Show(cluster.Store.Find(request.Key) ?? throw request.NotFound()));
            case "list":
                await ListAsync(request, context, cancel);
                return null;
            case "watch":
                await watches.ServeAsync(context, request.Type, request.Namespace, SelectionOf(request, context), cancel);
                return null;
            case "create" when request.Name is null:
                if (request.Type.Row.Namespaced && request.Namespace is null) throw ApiError.MethodNotAllowed();
                return (201, await writer.CreateAsync(request, await BodyAsync(context, cancel), cancel));
            case "update" when request.Name is not null:
                return (200, await UpdateAsync(request, await BodyAsync(context, cancel), cancel));
            case "patch" when request.Name is not null:
                return await PatchAsync(request, context, cancel);
            case "delete" or "deletecollection":
                return (200, await DeleteAsync(request, context, cancel));
            default:
                throw ApiError.MethodNotAllowed();
        }
    }

    private Task<JsonObject> UpdateAsync(ResourceRequest request, JsonObject body, CancellationToken cancel)
    {
        if (request.Type.Custom is not null && string.IsNullOrEmpty(body.Text("metadata", "resourceVersion")))
        {
            throw ApiError.Invalid(request.Type.Row.Group, request.Type.Row.Kind, request.Name!,
                [("metadata.resourceVersion", "FieldValueInvalid", "Invalid value: 0: must be specified for an update")]);
        }

        return writer.UpdateAsync(request, new WriteMode(false, false), _ => body.Copy(), cancel);
    }

    private async Task<(int Code, JsonObject Body)?> PatchAsync(ResourceRequest request, HttpContext context, CancellationToken cancel)
    {
        var media = RequestBody.MediaType(context);
        if (media == PatchKinds.Apply)
        {
            if (!request.Options.FieldManagerGiven)
                throw ApiError.Invalid("meta.k8s.io", "PatchOptions", "", [("fieldManager", "FieldValueRequired", "Required value: is required for apply patch")]);
            var applied = await BodyAsync(context, cancel);
            try
            {
                var (stored, created) = await writer.ApplyAsync(request, applied, cancel);
                return (created ? 201 : 200, stored);
            }
            catch (ApplyConflictException conflict)
            {
                throw PatchKinds.Refusal(conflict);
            }
        }

        var patch = await RequestBody.ReadNodeAsync(context, cancel);
        var change = PatchKinds.Change(request.Type, media, patch);
        return (200, await writer.UpdateAsync(request, new WriteMode(true, false, media == PatchKinds.Strategic ? GoText.Of(patch) : null), change, cancel));
    }

    private async Task<JsonObject> DeleteAsync(ResourceRequest request, HttpContext context, CancellationToken cancel)
    {
        var options = await RequestBody.ReadObjectAsync(context, cancel);
        request = request with { Options = Options.ForDeletion(request.Options, options) };
        if (request.Verb == "delete") return await deleter.DeleteAsync(request, cancel);
        var selection = Selection.Of(request.Type, context.Request.Query);
        var found = cluster.Store.List(request.Type.Collection, request.Namespace).Objects.Select(request.Type.Show).Where(selection.Covers).ToList();
        await deleter.DeleteCollectionAsync(request, found, cancel);
        var metadata = Lists.Metadata(cluster.Store.Revision, null, 0);
        return new JsonObject
        {
            ["kind"] = $"{request.Type.Row.Kind}List",
            ["apiVersion"] = request.Type.ApiVersion,
            ["metadata"] = metadata,
            ["items"] = new JsonArray([.. found.Select(item => item.DeepClone())]),
        };
    }

    private async Task ListAsync(ResourceRequest request, HttpContext context, CancellationToken cancel)
    {
        var query = context.Request.Query;
        _ = int.TryParse(query["limit"], out var limit);
        var (page, revision, more, remaining) = lists.Read(
            request.Type, request.Namespace, SelectionOf(request, context), limit, query["continue"].ToString());
        var metadata = Lists.Metadata(revision, more, remaining);
        switch (Negotiation.Wanted(context.Request))
        {
            case Form.Table:
                await Answers.WriteAsync(context, 200, Tables.Of(request.Type, page, metadata, query["includeObject"].ToString(), true, cluster.Time.GetUtcNow()), cancel);
                break;
            case Form.MetadataOnly:
                await Answers.WriteListAsync(context, "PartialObjectMetadataList", "meta.k8s.io/v1", metadata, page.Select(MetadataOnly.Of), false, cancel);
                break;
            default:
                await Answers.WriteListAsync(context, $"{request.Type.Row.Kind}List", request.Type.ApiVersion, metadata, page, request.Type.Custom is null, cancel);
                break;
        }
    }

    private async Task WriteAsync(HttpContext context, ResourceRequest request, int code, JsonObject body, CancellationToken cancel)
    {
        foreach (var warning in request.Warnings) Answers.Warn(context, warning);
        var shown = body.Text("kind") == "Status" || request.Subresource is not (null or "status")
            ? body
            : Negotiation.Wanted(context.Request) switch
            {
                Form.Table => Tables.Of(request.Type, [body], new JsonObject { ["resourceVersion"] = body.Text("metadata", "resourceVersion") },
                    context.Request.Query["includeObject"].ToString(), true, cluster.Time.GetUtcNow()),
                Form.MetadataOnly => MetadataOnly.Of(body),
                _ => body,
            };
        await Answers.WriteAsync(context, code, shown, cancel);
    }

    private static async Task<JsonObject> BodyAsync(HttpContext context, CancellationToken cancel) =>
        await RequestBody.ReadObjectAsync(context, cancel) ?? throw ApiError.BadRequest("the body of the request is empty");

    private static Selection SelectionOf(ResourceRequest request, HttpContext context)
    {
        var selection = Selection.Of(request.Type, context.Request.Query);
        return request.Name is null ? selection : selection.Named(request.Name);
    }

    private static string VerbOf(HttpRequest request, RequestPath path)
    {
        if (path.Subresource is not null && Subresources.Connects(path.Subresource) && !HttpMethods.IsDelete(request.Method))
            return HttpMethods.IsGet(request.Method) ? "get" : "create";
        return request.Method switch
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
}
