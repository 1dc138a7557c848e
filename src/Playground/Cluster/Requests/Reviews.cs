namespace GitOpsGuard.Playground.Cluster.Requests;

/// <summary>Answers questions about identity and access; nothing of them is stored.</summary>
internal sealed class Reviews(ClusterServices cluster)
{
    /// <summary>Completes a review with its status.</summary>
    public JsonObject Answer(ResourceRequest request, JsonObject review)
    {
        review["apiVersion"] = request.Type.ApiVersion;
        review["kind"] = request.Type.Row.Kind;
        var (metadata, spec) = (review.Metadata, review.Map("spec"));
        if (request.Type.Row.Kind == "SelfSubjectReview") metadata["creationTimestamp"] = Trees.Timestamp(cluster.Time.GetUtcNow());
        else if (request.Type.Row.Kind != "SelfSubjectRulesReview") review = Owned(request, review);
        Validation.Demand(request.Type.Row.Type!, review, errors => ApiError.Invalid(request.Type.Row.Group, "", "", errors));
        review["status"] = request.Type.Row.Kind switch
        {
            "SelfSubjectReview" => new() { ["userInfo"] = request.User.ToJson() },
            "TokenReview" => Token(spec),
            "SelfSubjectAccessReview" => Access(spec, request.User),
            "SubjectAccessReview" or "LocalSubjectAccessReview" => Access(spec, Subject(spec)),
            "SelfSubjectRulesReview" when spec?.Remove("namespace", out var space) == true => Rules(space.Text() ?? "", request.User),
            var other => throw ApiError.NotImplemented(other),
        };
        return review;
    }

    private JsonObject Owned(ResourceRequest request, JsonObject review) => ManagedFields.Update(null, review, request.Options.FieldManager,
        request.Type.ApiVersion, request.Subresource, cluster.Time.GetUtcNow(), request.Type.Schema);

    private JsonObject Token(JsonObject? spec)
    {
        JsonObject Refused(string why) =>
            new() { ["user"] = new JsonObject(), ["error"] = why.Length > 0 ? $"[invalid bearer token, {why}]" : "invalid bearer token" };
        if (cluster.Tokens.Check(spec.Text("token") ?? "") is not var (user, audiences)) return Refused("");
        var shared = spec.Items("audiences").Any() ? audiences.Intersect(spec.Texts("audiences")).ToList() : audiences;
        return shared.Count == 0
            ? Refused("token audiences do not match")
            : new() { ["authenticated"] = true, ["user"] = user.ToJson(), ["audiences"] = Trees.ArrayOf(shared) };
    }

    private JsonObject Access(JsonObject? spec, UserInfo user)
    {
        var asked = spec.Map("resourceAttributes") ?? spec.Map("nonResourceAttributes");
        string Part(string name) => asked.Text(name) ?? "";
        var reason = cluster.Authorizer.Allows(user,
            new AccessAttributes(Part("verb"), Part("group"), Part("resource"), Part("subresource"),
            Part("namespace"), Part("name"), spec.Has("nonResourceAttributes") ? Part("path") : null));
        var status = new JsonObject { ["allowed"] = reason is not null };
        if (reason is { Length: > 0 }) status["reason"] = reason;
        return status;
    }

    private static UserInfo Subject(JsonObject? spec) => new(
        spec.Text("user") ?? "",
        spec.Text("uid") ?? "",
        [.. spec.Texts("groups")],
        (spec.Map("extra") ?? []).ToDictionary(entry => entry.Key, entry => (IReadOnlyList<string>)[.. entry.Value.Texts()]));

    private JsonObject Rules(string inNamespace, UserInfo user)
    {
        var rules = cluster.Authorizer.RulesFor(user, inNamespace).Select(rule => rule.Rule).ToList();
        JsonArray With(params string[] keys) => [.. rules.Where(rule => rule.Has(keys[1])).Select(rule => new JsonObject(
            keys.Where(key => rule.Has(key)).Select(key => KeyValuePair.Create(key, rule.At(key)?.DeepClone()))))];
        return new JsonObject
        {
            ["resourceRules"] = With("verbs", "resources", "apiGroups", "resourceNames"),
            ["nonResourceRules"] = With("verbs", "nonResourceURLs"),
            ["incomplete"] = false,
        };
    }
}
