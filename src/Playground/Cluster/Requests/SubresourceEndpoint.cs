using Microsoft.AspNetCore.Http;

namespace GitOpsGuard.Playground.Cluster.Requests;

/// <summary>Subresources other than status: scale, token, eviction, binding, finalize, and connections.</summary>
internal sealed class SubresourceEndpoint(ClusterServices cluster)
{
    private readonly Writer writer = new(cluster);
    private readonly Deleter deleter = new(cluster);

    public async Task<(int Code, JsonObject Body)?> AnswerAsync(ResourceRequest request, HttpContext context, CancellationToken cancel)
    {
        if (Subresources.Connects(request.Subresource!)) return await ConnectAsync(request, cancel);
        return (request.Subresource, request.Verb) switch
        {
            ("scale", "get") => (200, Scales.Of(request.Type, Live(request))),
            ("scale", "update" or "patch") => (200, await ScaleAsync(request, context, cancel)),
            ("token", "create") => (201, await TokenAsync(request, await BodyAsync(context, cancel), cancel)),
            ("eviction", "create") => (201, await EvictAsync(request, await BodyAsync(context, cancel), cancel)),
            ("binding", "create") => (201, await BindAsync(request, await BodyAsync(context, cancel), cancel)),
            ("finalize", "update") => (200, await FinalizeAsync(request, await BodyAsync(context, cancel), cancel)),
            ("ephemeralcontainers" or "resize", "get") => (200, request.Type.Show(Live(request))),
            ("ephemeralcontainers" or "resize", "update" or "patch") => (200, await WholeAsync(request, context, cancel)),
            _ => throw ApiError.NotImplemented($"{request.Verb} on {request.Type.Row.Plural}/{request.Subresource}"),
        };
    }

    private JsonObject Live(ResourceRequest request) => cluster.Store.Find(request.Key) ?? throw request.NotFound();

    private async Task<JsonObject> ScaleAsync(ResourceRequest request, HttpContext context, CancellationToken cancel)
    {
        Func<JsonObject, JsonObject> change;
        if (request.Verb == "update")
        {
            var body = await BodyAsync(context, cancel);
            change = _ => body;
        }
        else
        {
            var media = RequestBody.MediaType(context);
            var patch = await RequestBody.ReadNodeAsync(context, cancel);
            change = media == PatchKinds.Apply || (media == PatchKinds.Strategic && request.Type.Custom is null)
                ? scale => Patches.Merge(scale, (JsonObject)patch)
                : PatchKinds.Change(request.Type, media, patch);
        }

        var stored = await writer.ScaleAsync(request, request.Verb == "patch", change, cancel);
        return Scales.Of(request.Type, stored);
    }

    /// <summary>A token is issued whatever dryRun says, as on a real server.</summary>
    private async Task<JsonObject> TokenAsync(ResourceRequest request, JsonObject body, CancellationToken cancel)
    {
        var account = Live(request);
        var inNamespace = request.Namespace!;
        var spec = body.Open("spec");
        var audiences = spec.Texts("audiences").ToList();
        if (audiences.Count == 0) audiences = [ServiceAccountTokens.Issuer];
        var seconds = spec.Number("expirationSeconds") ?? 3600;
        if (seconds < 600)
        {
            throw ApiError.Invalid("authentication.k8s.io", "TokenRequest", "",
                [("spec.expirationSeconds", "FieldValueInvalid", $"Invalid value: {seconds}: may not specify a duration less than 10 minutes")]);
        }

        spec["audiences"] = Trees.ArrayOf(audiences);
        spec["expirationSeconds"] = seconds;
        body["apiVersion"] = "authentication.k8s.io/v1";
        body["kind"] = "TokenRequest";
        var metadata = body.Metadata;
        metadata["name"] = request.Name;
        metadata["namespace"] = inNamespace;
        var bound = Bound(spec, inNamespace);
        await AdmitAsync(request, "CREATE", body, null, ("authentication.k8s.io", "v1", "TokenRequest"), cancel);
        var now = cluster.Time.GetUtcNow();
        metadata["creationTimestamp"] = Trees.Timestamp(now);
        metadata.Put("uid", account.At("metadata", "uid"));
        body["status"] = new JsonObject
        {
            ["token"] = cluster.Tokens.Issue(account, audiences, TimeSpan.FromSeconds(seconds), bound),
            ["expirationTimestamp"] = Trees.Timestamp(now.AddSeconds(seconds)),
        };
        return body;
    }

    private (string Kind, JsonObject Object)? Bound(JsonObject spec, string inNamespace)
    {
        if (spec.Map("boundObjectRef") is not { } reference) return null;
        var (plural, kind) = reference.Text("kind") switch
        {
            "Pod" => ("pods", "pod"),
            "Secret" => ("secrets", "secret"),
            var other => throw ApiError.BadRequest($"cannot bind token to object of type {other}"),
        };
        var name = reference.Text("name") ?? "";
        var found = cluster.Store.Find(new ObjectKey("", plural, inNamespace, name)) ?? throw ApiError.NotFound("", plural, name);
        var uid = reference.Text("uid");
        if (!string.IsNullOrEmpty(uid) && uid != found.Text("metadata", "uid"))
        {
            throw ApiError.Conflict("", plural, name,
                $"the UID in the bound object reference ({uid}) does not match the UID in record. The object might have been deleted and then recreated");
        }

        return (kind, found);
    }

    private async Task<JsonObject> EvictAsync(ResourceRequest request, JsonObject eviction, CancellationToken cancel)
    {
        await AdmitAsync(request, "CREATE", eviction, null, ("policy", "v1", "Eviction"), cancel);
        var options = Options.ForDeletion(request.Options, eviction.Map("deleteOptions"));
        deleter.Remove(request with { Subresource = null, Options = options });
        return new JsonObject { ["kind"] = "Status", ["apiVersion"] = "v1", ["metadata"] = new JsonObject(), ["status"] = "Success", ["code"] = 201 };
    }

    private async Task<JsonObject> BindAsync(ResourceRequest request, JsonObject binding, CancellationToken cancel)
    {
        await AdmitAsync(request, "CREATE", binding, null, ("", "v1", "Binding"), cancel);
        writer.Change(request with { Subresource = null }, pod =>
        {
            pod.Open("spec").Put("nodeName", binding.At("target", "name"));
            return pod;
        });
        return new JsonObject { ["kind"] = "Status", ["apiVersion"] = "v1", ["metadata"] = new JsonObject(), ["status"] = "Success", ["code"] = 201 };
    }

    private async Task<JsonObject> FinalizeAsync(ResourceRequest request, JsonObject body, CancellationToken cancel) =>
        await writer.UpdateAsync(request, new WriteMode(false, false), _ => body.Copy(), cancel);

    private async Task<JsonObject> WholeAsync(ResourceRequest request, HttpContext context, CancellationToken cancel)
    {
        if (request.Verb == "update")
        {
            var body = await BodyAsync(context, cancel);
            return await writer.UpdateAsync(request, new WriteMode(false, false), _ => body.Copy(), cancel);
        }

        var change = PatchKinds.Change(request.Type, RequestBody.MediaType(context), await RequestBody.ReadNodeAsync(context, cancel));
        return await writer.UpdateAsync(request, new WriteMode(true, false), change, cancel);
    }

    /// <summary>Nothing runs in this cluster, so a connection ends once admission has had its say.</summary>
    private async Task<(int Code, JsonObject Body)?> ConnectAsync(ResourceRequest request, CancellationToken cancel)
    {
        _ = Live(request);
        var options = (request.Type.Row.Kind, request.Subresource) switch
        {
            (_, "exec") => "PodExecOptions",
            (_, "attach") => "PodAttachOptions",
            (_, "portforward") => "PodPortForwardOptions",
            (var kind, "proxy") => $"{kind}ProxyOptions",
            _ => null,
        };
        if (options is not null)
        {
            var body = new JsonObject { ["kind"] = options, ["apiVersion"] = "v1" };
            await AdmitAsync(request, "CONNECT", body, null, ("", "v1", options), cancel);
        }

        throw ApiError.NotImplemented(string.Create(CultureInfo.InvariantCulture, $"{request.Type.Row.Plural}/{request.Subresource}"));
    }

    private Task AdmitAsync(
        ResourceRequest request, string operation, JsonObject? body, JsonObject? old, (string, string, string) kind, CancellationToken cancel) =>
        cluster.Admission.AdmitAsync(
            new AdmissionCall
            {
                Operation = operation,
                Type = request.Type,
                Subresource = request.Subresource!,
                Namespace = request.Namespace ?? "",
                Name = request.Name!,
                User = request.User,
                Object = body,
                OldObject = old,
                Options = operation == "CONNECT" ? [] : request.Options.ToReview(operation),
                DryRun = request.Options.DryRun,
                KindOverride = kind,
            },
            request.Warnings,
            cancel);

    private static async Task<JsonObject> BodyAsync(HttpContext context, CancellationToken cancel) =>
        await RequestBody.ReadObjectAsync(context, cancel) ?? throw ApiError.BadRequest("the body of the request is empty");
}
