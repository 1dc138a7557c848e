namespace GitOpsGuard.Playground.Cluster.Admission;

/// <summary>One request that admission judges.</summary>
/// <param name="Operation">CREATE, UPDATE, DELETE or CONNECT.</param>
/// <param name="Request">Who asks for what.</param>
/// <param name="Object">The next state, or what the subresource was sent, such as a Scale; null for a deletion.</param>
/// <param name="OldObject">The state before; null for a creation.</param>
/// <param name="Options">The options of the operation.</param>
internal sealed record AdmissionCall(string Operation, ResourceRequest Request, JsonObject? Object, JsonObject? OldObject,
    JsonObject Options)
{
    /// <summary>The version in which the objects are shown: that of the request, or the one that a webhook asks for instead.</summary>
    public ResourceType Shown { get; init; } = Request.Type;

    /// <summary>The same request in another version of its kind.</summary>
    public AdmissionCall In(ResourceType version) => version == Request.Type ? this : this with
    {
        Shown = version,
        Object = Object is null ? null : version.Show(Object),
        OldObject = OldObject is null ? null : version.Show(OldObject),
    };

    /// <summary>The <c>request</c> of the review, as the API server writes it.</summary>
    public JsonObject ToRequest(string uid)
    {
        var sub = Request.Subresource;
        var request = new JsonObject { ["uid"] = uid, ["kind"] = Kind(Object ?? OldObject), ["resource"] = Resource(Shown.Row) };
        if (sub is not null) request["subResource"] = sub;
        request["requestKind"] = Shown == Request.Type ? Kind(Object ?? OldObject) : Kind(Request.Type.ApiVersion, Request.Type.Row.Kind);
        request["requestResource"] = Resource(Request.Type.Row);
        if (sub is not null) request["requestSubResource"] = sub;
        // In a deletecollection the request itself has no name.
        if (Request.Verb != "deletecollection" && Request.Name is { Length: > 0 } name) request["name"] = name;
        if (Request.Namespace is { Length: > 0 } space) request["namespace"] = space;
        request["operation"] = Operation;
        request["userInfo"] = Request.User.ToJson();
        request["object"] = Object?.DeepClone();
        request["oldObject"] = OldObject?.DeepClone();
        request["dryRun"] = Request.Options.DryRun;
        request["options"] = Options.DeepClone();
        return request;
    }

    private JsonObject Kind(JsonObject? item) => Kind(item.Text("apiVersion") ?? Shown.ApiVersion, item.Text("kind") ?? Shown.Row.Kind);

    private static JsonObject Kind(string apiVersion, string kind)
    {
        var slash = apiVersion.IndexOf('/', StringComparison.Ordinal);
        return new() { ["group"] = slash < 0 ? "" : apiVersion[..slash], ["version"] = apiVersion[(slash + 1)..], ["kind"] = kind };
    }

    private static JsonObject Resource(KindRow row) =>
        new() { ["group"] = row.Group, ["version"] = row.Version, ["resource"] = row.Plural };
}
