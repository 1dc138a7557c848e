using GitOpsGuard.Playground.Cluster.Requests;

namespace GitOpsGuard.Playground.Cluster.Resources;

/// <summary>Everything that can refuse a write before it reaches the store.</summary>
internal sealed class ObjectChecks(ClusterServices cluster)
{
    // Stored, because charts bring them along; said aloud, because nothing comes of them.
    private static readonly string[] NotCalled =
        ["mutatingwebhookconfigurations", "mutatingadmissionpolicies", "validatingadmissionpolicies"];

    /// <summary>
    /// Refuses values that the kind cannot hold, and refuses or warns about fields that its schema does not know, as
    /// the client asked.
    /// </summary>
    public void Decode(ResourceRequest request, WriteMode mode, JsonObject written)
    {
        var type = request.Type;
        if (Validation.DecodeError(type.Row, type.Schema, written) is { } problem)
            throw mode.Patch ? Unreadable(mode, written, problem[(problem.IndexOf(": ", StringComparison.Ordinal) + 2)..]) : ApiError.BadRequest(problem);
        if (request.Options.FieldValidation == "Ignore") return;
        var unknown = Validation.UnknownFields(request.Type.Schema, written);
        if (unknown.Count == 0) return;
        if (request.Options.FieldValidation == "Warn")
        {
            request.Warnings.AddRange(unknown.Except(request.Warnings));
            return;
        }

        var strict = $"strict decoding error: {string.Join(", ", unknown)}";
        throw mode.Patch
            ? Unreadable(mode, written, strict)
            : ApiError.BadRequest($"{type.Row.Kind} in version \"{type.Row.Version}\" cannot be handled as a {type.Row.Kind}: {strict}");
    }

    /// <summary>Refuses an applied configuration with fields that the schema does not know, whatever the client asked.</summary>
    public static void Declared(ResourceType type, JsonObject applied)
    {
        var unknown = Validation.UnknownFields(type.Schema, applied).Order(StringComparer.Ordinal).FirstOrDefault();
        if (unknown is null) return;
        var path = unknown[(unknown.IndexOf('"', StringComparison.Ordinal) + 1)..^1];
        var group = $"{applied.Text("metadata", "namespace")}/{applied.Text("metadata", "name")}; {type.ApiVersion}, Kind={type.Row.Kind}";
        throw new ApiError(500, "", $"failed to create typed patch object ({group}): .{path}: field not declared in schema");
    }

    /// <summary>Refuses an applied object with values that have the right type and still no meaning, such as data that is not base64.</summary>
    public static void Convert(ResourceType type, JsonObject applied)
    {
        if (type.Custom is not null || Validation.DecodeError(type.Row, type.Schema, applied) is not { } problem) return;
        var kind = $"{type.Row.Group}/{type.Row.Version}, Kind={type.Row.Kind}";
        throw new ApiError(
            500, "", $"failed to convert new object ({applied.Text("metadata", "namespace")}/{applied.Text("metadata", "name")}; {kind}) to proper version: " +
            $"unable to convert unstructured object to {kind}: error decoding from json: {problem[(problem.IndexOf(": ", StringComparison.Ordinal) + 2)..]}");
    }

    /// <summary>A patch whose outcome is no object of the kind.</summary>
    private static ApiError Unreadable(WriteMode mode, JsonObject written, string why) =>
        ApiError.Invalid("", "", "", [("patch", "FieldValueInvalid", $"Invalid value: {Quoted(mode.Strategic ?? written.ToJsonString())}: {why}")]);

    private static string Quoted(string text) =>
        $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    /// <summary>Refuses new objects in namespaces that are missing or going away.</summary>
    public void Namespace(ResourceRequest request, JsonObject created)
    {
        if (!request.Type.Row.Namespaced) return;
        var name = request.Namespace ?? "";
        var found = cluster.Store.Find(new ObjectKey("", "namespaces", "", name)) ?? throw ApiError.NotFound("", "namespaces", name);
        if (!found.Has("metadata", "deletionTimestamp")) return;
        var message = $"namespace {name} is being terminated";
        throw ApiError.Forbidden(request.Type.Row.Group, request.Type.Row.Plural, created.Text("metadata", "name") ?? "",
            $"unable to create new content in namespace {name} because it is being terminated",
            [new JsonObject { ["reason"] = "NamespaceTerminating", ["message"] = message, ["field"] = "metadata.namespace" }]);
    }

    /// <summary>Refuses a pod whose account does not exist.</summary>
    public void Account(ResourceRequest request, JsonObject created)
    {
        if (request.Type.Row is not { Group: "", Plural: "pods" }) return;
        var account = created.Text("spec", "serviceAccountName") ?? "";
        if (cluster.Store.Find(new ObjectKey("", "serviceaccounts", request.Namespace ?? "", account)) is not null) return;
        throw ApiError.Forbidden("", "pods", created.Text("metadata", "name") ?? "",
            $"error looking up service account {request.Namespace}/{account}: serviceaccount \"{account}\" not found");
    }

    /// <summary>Validates the next state and asks the webhooks; <paramref name="live"/> is null for a creation.</summary>
    public async Task ValidateAsync(ResourceRequest request, JsonObject next, JsonObject? live, CancellationToken cancel)
    {
        var type = request.Type;
        var errors = Validation.Validate(type.Row, type.Schema, next, live)
            .Select(error => (error.Path, error.Reason, error.Message))
            .ToList();
        if (live is not null) errors.AddRange(NewFinalizers(live, next));
        if (type.Custom is { } custom && errors.Count == 0) errors.AddRange(custom.Rules.Check(next, live));
        if (type.Row.Plural == "customresourcedefinitions" && errors.Count == 0) errors.AddRange(CustomDefinitions.Check(next));
        if (type.Row.Plural == "validatingwebhookconfigurations") errors.AddRange(MatchConditions.Check(next));
        if (errors.Count > 0) throw ApiError.Invalid(type.Row.Group, type.Row.Kind, next.Text("metadata", "name") ?? "", errors);
        if (NotCalled.Contains(type.Row.Plural))
            request.Warnings.Add($"{type.Row.Plural} are stored but have no effect in the embedded cluster");
        var operation = live is null ? "CREATE" : "UPDATE";
        var scale = request.Subresource == "scale";
        await cluster.Admission.AdmitAsync(
            new AdmissionCall
            {
                Operation = operation,
                Type = type,
                Subresource = request.Subresource ?? "",
                Namespace = request.Namespace ?? "",
                Name = request.Name ?? next.Text("metadata", "name") ?? "",
                User = request.User,
                Object = scale ? Scales.Of(type, next) : next,
                OldObject = scale ? Scales.Of(type, live!) : live,
                KindOverride = scale ? ("autoscaling", "v1", "Scale") : null,
                Options = request.Options.ToReview(operation),
                DryRun = request.Options.DryRun,
            },
            request.Warnings,
            cancel);
    }

    private static IEnumerable<(string Field, string Reason, string Message)> NewFinalizers(JsonObject live, JsonObject next)
    {
        if (!live.Has("metadata", "deletionTimestamp")) yield break;
        var added = next.Texts("metadata", "finalizers").Except(live.Texts("metadata", "finalizers")).ToList();
        if (added.Count == 0) yield break;
        var list = string.Join(", ", added.Select(name => $"\"{name}\""));
        yield return ("metadata.finalizers", "FieldValueForbidden",
            $"Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{{{list}}}");
    }
}
