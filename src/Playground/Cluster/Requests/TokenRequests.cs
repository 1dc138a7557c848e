namespace GitOpsGuard.Playground.Cluster.Requests;

/// <summary>Issues tokens of service accounts; also in a dry run, as on a real server.</summary>
internal sealed class TokenRequests(ClusterServices cluster)
{
    private static readonly Schema Shape = TypeTable.Of("authentication.v1.TokenRequest");

    private const long UsualSeconds = 3600;

    /// <summary>Completes a TokenRequest with a token.</summary>
    public async Task<JsonObject> IssueAsync(ResourceRequest request, JsonObject account, JsonObject body, CancellationToken cancel)
    {
        body["apiVersion"] = "authentication.k8s.io/v1";
        body["kind"] = "TokenRequest";
        var spec = body.Open("spec");
        spec["expirationSeconds"] ??= UsualSeconds;
        body = ManagedFields.Update(null, body, request.Options.FieldManager,
            "authentication.k8s.io/v1", "token", cluster.Time.GetUtcNow(), Shape);
        spec = body.Open("spec");
        var audiences = spec.Texts("audiences").DefaultIfEmpty(ServiceAccountTokens.Issuer).ToList();
        var seconds = spec.Number("expirationSeconds")!.Value;
        Validation.Demand(Shape.TypeName, body, errors => ApiError.Invalid("authentication.k8s.io", "TokenRequest", "", errors));
        spec["audiences"] = Trees.ArrayOf(audiences);
        spec.TryAdd("boundObjectRef", null);
        var metadata = body.Metadata;
        metadata["name"] = request.Name;
        metadata["namespace"] = request.Namespace;
        var bound = Bound(spec, request.Namespace!);
        var now = cluster.Time.GetUtcNow();
        metadata["creationTimestamp"] = Trees.Timestamp(now);
        metadata.Put("uid", account.At("metadata", "uid"));
        body["status"] = new JsonObject { ["token"] = "", ["expirationTimestamp"] = null };
        await cluster.Admission.AdmitAsync(request.Review("CREATE", body, null), cancel);
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
        var kind = reference.Text("kind") is "Pod" or "Secret"
            ? reference.Text("kind")!.ToLowerInvariant()
            : throw ApiError.BadRequest($"cannot bind token to object of type {TypeErrors.KindOf(reference)}");
        var name = reference.Text("name") ?? "";
        var found = cluster.Store.Find(new ObjectKey("", $"{kind}s", inNamespace, name)) ?? throw ApiError.NotFound("", $"{kind}s", name);
        if (reference.Text("uid") is { Length: > 0 } uid && uid != found.Text("metadata", "uid"))
            throw ApiError.Conflict("", $"{kind}s", name,
                $"the UID in the bound object reference ({uid}) does not match the UID in record. " +
                "The object might have been deleted and then recreated");

        return (kind, found);
    }
}
