using Microsoft.AspNetCore.Http;

namespace GitOpsGuard.Playground.Cluster.Requests;

/// <summary>Answers questions about identity and access; nothing of them is stored.</summary>
internal sealed class ReviewEndpoint(ClusterServices cluster)
{
    public async Task<(int Code, JsonObject Body)?> AnswerAsync(ResourceRequest request, HttpContext context, CancellationToken cancel)
    {
        if (request.Verb != "create") throw ApiError.MethodNotAllowed();
        var review = await RequestBody.ReadObjectAsync(context, cancel) ?? [];
        review["apiVersion"] = request.Type.ApiVersion;
        review["kind"] = request.Type.Row.Kind;
        _ = review.Metadata;
        review["status"] = request.Type.Row.Kind switch
        {
            "SelfSubjectReview" => Myself(review, request.User),
            "TokenReview" => Token(review),
            "SelfSubjectAccessReview" => Access(review.Map("spec"), request.User),
            "SubjectAccessReview" or "LocalSubjectAccessReview" => Access(review.Map("spec"), Subject(review.Map("spec"))),
            "SelfSubjectRulesReview" => Rules(review.Text("spec", "namespace") ?? "", request.User),
            var other => throw ApiError.NotImplemented(other),
        };
        return (201, review);
    }

    private JsonObject Myself(JsonObject review, UserInfo user)
    {
        review.Metadata["creationTimestamp"] = Trees.Timestamp(cluster.Time.GetUtcNow());
        return new JsonObject { ["userInfo"] = user.ToJson() };
    }

    private JsonObject Token(JsonObject review)
    {
        if (cluster.Tokens.Check(review.Text("spec", "token") ?? "") is not var (user, audiences))
            return new JsonObject { ["user"] = new JsonObject(), ["error"] = "invalid bearer token" };
        var wanted = review.Texts("spec", "audiences").ToList();
        var shared = wanted.Count == 0 ? audiences : audiences.Intersect(wanted).ToList();
        return shared.Count == 0
            ? new JsonObject { ["user"] = new JsonObject(), ["error"] = "invalid bearer token, token audiences do not match" }
            : new JsonObject { ["authenticated"] = true, ["user"] = user.ToJson(), ["audiences"] = Trees.ArrayOf(shared) };
    }

    private JsonObject Access(JsonObject? spec, UserInfo user)
    {
        var resource = spec.Map("resourceAttributes");
        var wanted = resource is not null
            ? new AccessAttributes(
                resource.Text("verb") ?? "", resource.Text("group") ?? "", resource.Text("resource") ?? "", resource.Text("subresource") ?? "",
                resource.Text("namespace") ?? "", resource.Text("name") ?? "")
            : new AccessAttributes(spec.Text("nonResourceAttributes", "verb") ?? "", "", "", "", "", "", spec.Text("nonResourceAttributes", "path") ?? "");
        return new JsonObject { ["allowed"] = cluster.Authorizer.Allows(user, wanted) };
    }

    private static UserInfo Subject(JsonObject? spec) => new(
        spec.Text("user") ?? "",
        spec.Text("uid") ?? "",
        [.. spec.Texts("groups")],
        (spec.Map("extra") ?? []).ToDictionary(entry => entry.Key, entry => (IReadOnlyList<string>)[.. entry.Value.Texts()]));

    private JsonObject Rules(string inNamespace, UserInfo user)
    {
        var rules = cluster.Authorizer.RulesFor(user, inNamespace).ToList();
        return new JsonObject
        {
            ["resourceRules"] = new JsonArray([.. rules.Where(rule => rule.Has("resources"))
                .Select(rule => Copy(rule, "verbs", "apiGroups", "resources", "resourceNames"))]),
            ["nonResourceRules"] = new JsonArray([.. rules.Where(rule => rule.Has("nonResourceURLs"))
                .Select(rule => Copy(rule, "verbs", "nonResourceURLs"))]),
            ["incomplete"] = false,
        };
    }

    private static JsonObject Copy(JsonNode rule, params string[] keys)
    {
        var copy = new JsonObject();
        foreach (var key in keys) copy.Put(key, rule.At(key));
        return copy;
    }
}
