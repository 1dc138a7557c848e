namespace GitOpsGuard.Playground.Cluster.Requests;

/// <summary>The options of a write, from the query or the body.</summary>
internal sealed record WriteOptions
{
    public bool DryRun { get; init; }

    /// <summary>The name under which fields are owned.</summary>
    public string FieldManager { get; init; } = "unknown";

    /// <summary>Whether the client named the field manager itself.</summary>
    public bool FieldManagerGiven { get; init; }

    /// <summary>Strict, Warn or Ignore: what happens to fields that the schema does not know.</summary>
    public string FieldValidation { get; init; } = "Warn";

    /// <summary>Whether the client said what happens to them.</summary>
    public bool FieldValidationGiven { get; init; }

    /// <summary>Whether a server-side apply takes fields of others.</summary>
    public bool Force { get; init; }

    /// <summary>Background, Foreground or Orphan; null when the client did not say.</summary>
    public string? Propagation { get; init; }

    /// <summary>The grace period of a deletion in seconds; null when the client did not say.</summary>
    public long? GracePeriodSeconds { get; init; }

    public string? UidPrecondition { get; init; }

    public string? ResourceVersionPrecondition { get; init; }

    /// <summary>The options as admission reviews carry them: those of the operation, also where the client patched.</summary>
    /// <param name="operation">CREATE, UPDATE or DELETE.</param>
    public JsonObject ToReview(string operation)
    {
        var kind = operation switch
        {
            "CREATE" => "CreateOptions",
            "DELETE" => "DeleteOptions",
            _ => "UpdateOptions",
        };
        var json = new JsonObject { ["kind"] = kind, ["apiVersion"] = "meta.k8s.io/v1" };
        if (DryRun) json["dryRun"] = new JsonArray("All");
        if (operation == "DELETE")
        {
            if (GracePeriodSeconds is { } grace) json["gracePeriodSeconds"] = grace;
            if (Propagation is not null) json["propagationPolicy"] = Propagation;
            return json;
        }

        if (FieldManagerGiven) json["fieldManager"] = FieldManager;
        if (FieldValidationGiven) json["fieldValidation"] = FieldValidation;
        return json;
    }
}
