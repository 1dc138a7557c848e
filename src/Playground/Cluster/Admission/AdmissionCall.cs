namespace GitOpsGuard.Playground.Cluster.Admission;

/// <summary>One request that admission judges.</summary>
internal sealed record AdmissionCall
{
    /// <summary>CREATE, UPDATE, DELETE or CONNECT.</summary>
    public required string Operation { get; init; }

    public required ResourceType Type { get; init; }

    public required string Subresource { get; init; }

    public required string Namespace { get; init; }

    public required string Name { get; init; }

    public required UserInfo User { get; init; }

    public JsonObject? Object { get; init; }

    public JsonObject? OldObject { get; init; }

    public required JsonObject Options { get; init; }

    public bool DryRun { get; init; }

    /// <summary>The kind of the object under review when it is not that of the resource, such as Scale.</summary>
    public (string Group, string Version, string Kind)? KindOverride { get; init; }

    /// <summary>The group, version and kind of the object under review.</summary>
    public (string Group, string Version, string Kind) Kind => KindOverride ?? (Type.Row.Group, Type.Row.Version, Type.Row.Kind);

    /// <summary>The <c>request</c> of the review, as the API server writes it.</summary>
    public JsonObject ToRequest(string uid)
    {
        var request = new JsonObject { ["uid"] = uid, ["kind"] = KindJson(), ["resource"] = ResourceJson() };
        if (Subresource.Length > 0) request["subResource"] = Subresource;
        request["requestKind"] = KindJson();
        request["requestResource"] = ResourceJson();
        if (Subresource.Length > 0) request["requestSubResource"] = Subresource;
        if (Name.Length > 0) request["name"] = Name;
        if (Namespace.Length > 0) request["namespace"] = Namespace;
        request["operation"] = Operation;
        request["userInfo"] = User.ToJson();
        request["object"] = Object?.DeepClone();
        request["oldObject"] = OldObject?.DeepClone();
        request["dryRun"] = DryRun;
        request["options"] = Options.DeepClone();
        return request;
    }

    private JsonObject KindJson() => new() { ["group"] = Kind.Group, ["version"] = Kind.Version, ["kind"] = Kind.Kind };

    private JsonObject ResourceJson() => new()
    {
        ["group"] = Type.Row.Group, ["version"] = Type.Row.Version, ["resource"] = Type.Row.Plural,
    };
}
