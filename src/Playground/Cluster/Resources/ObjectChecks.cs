namespace GitOpsGuard.Playground.Cluster.Resources;

/// <summary>What the server itself refuses before a write reaches the store.</summary>
internal sealed class ObjectChecks(ClusterServices cluster)
{
    private readonly Escalation escalation = new(cluster);

    /// <summary>
    /// Refuses values that the kind cannot hold, and refuses or warns about fields that its schema does not know, as
    /// the client asked.
    /// </summary>
    public void Decode(ResourceRequest request, Change change, JsonObject written)
    {
        var type = request.Type;
        if (TypeErrors.Decode(type.Row, type.Schema, written) is { } problem)
            throw change.Patch ? Unreadable(change, written, Detail(problem)) : ApiError.BadRequest(problem);
        if (request.Options.FieldValidation == "Ignore") return;
        var faults = TypeErrors.Strict(type.Schema, written, request.Fields, change.Patch);
        if (faults.Count == 0) return;
        if (request.Options.FieldValidation != "Strict")
        {
            request.Warnings.AddRange(faults.Except(request.Warnings));
            return;
        }

        var strict = $"strict decoding error: {string.Join(", ", faults)}";
        throw change.Patch
            ? Unreadable(change, written, strict)
            : ApiError.BadRequest($"{type.Row.Kind} in version \"{type.Row.Version}\" cannot be handled as a {type.Row.Kind}: {strict}");
    }

    /// <summary>
    /// Refuses an applied object with values that have the right type and still no meaning, such as data that is not
    /// base64.
    /// </summary>
    public static void Convert(ResourceType type, JsonObject applied)
    {
        if (type.Custom is not null || TypeErrors.Decode(type.Row, type.Schema, applied) is not { } problem) return;
        throw new ApiError(500, "", $"failed to convert new object ({TypeErrors.Named(applied)}) to proper version: " +
            $"unable to convert unstructured object to {TypeErrors.KindOf(applied)}: error decoding from json: {Detail(problem)}");
    }

    /// <summary>Refuses new objects in namespaces that are missing or going away, and pods whose account does not exist.</summary>
    public void Namespace(ResourceRequest request, JsonObject created)
    {
        if (!request.Type.Row.Namespaced) return;
        var space = request.Namespace ?? "";
        var named = request with { Name = created.Text("metadata", "name") };
        var found = cluster.Store.Find(new ObjectKey("", "namespaces", "", space)) ?? throw ApiError.NotFound("", "namespaces", space);
        if (found.Has("metadata", "deletionTimestamp"))
            throw named.Forbidden($"unable to create new content in namespace {space} because it is being terminated",
                ApiError.Cause("NamespaceTerminating", $"namespace {space} is being terminated", "metadata.namespace"));

        if (request.Type.Row is not { Group: "", Plural: "pods" }) return;
        var account = created.Text("spec", "serviceAccountName") ?? created.Text("spec", "serviceAccount") ?? "default";
        if (cluster.Store.Find(new ObjectKey("", "serviceaccounts", space, account)) is null)
            throw named.Forbidden($"error looking up service account {space}/{account}: serviceaccount \"{account}\" not found");
    }

    /// <summary>Refuses roles and bindings that would give more than their writer has.</summary>
    public void Access(ResourceRequest request, JsonObject next, JsonObject? live)
    {
        if (request.Type.Row.Group == Authorizer.RbacGroup
            && !JsonNode.DeepEquals(next["rules"] ?? next["roleRef"], live?["rules"] ?? live?["roleRef"]))
            escalation.Demand(request, next);
    }

    /// <summary>Validates the next state; <paramref name="live"/> is null for a creation.</summary>
    public void Validate(ResourceRequest request, JsonObject next, JsonObject? live)
    {
        var type = request.Type;
        List<FieldError> errors = [.. Validation.Validate(type.Row, type.Schema, next, live, request.Subresource ?? "", request.Fields)];
        if (type.Row.Kind == "CustomResourceDefinition") errors = [.. CustomDefinitions.Placed(next, errors)];
        if (errors.Count == 0) errors.AddRange(SchemaRules.Check(type.Schema.OpenApi, next, live));
        if (errors.Count > 0) throw request.Invalid(errors);
        if (type.Row.Kind is "MutatingAdmissionPolicy")
            request.Warnings.Add("mutating admission policies are stored but have no effect in the embedded cluster");
    }

    /// <summary>A patch whose outcome is no object of the kind.</summary>
    private static ApiError Unreadable(Change change, JsonObject written, string why) =>
        ApiError.Invalid("", "", "", FieldError.Invalid("patch", change.Strategic ?? written.ToJsonString(), why));

    /// <summary>A decoding problem without the kind that it is about.</summary>
    private static string Detail(string problem) => problem[(problem.IndexOf(": ", StringComparison.Ordinal) + 2)..];
}
