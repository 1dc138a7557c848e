using System.Text.Json.Nodes;

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

    /// <summary>Whether a server-side apply takes fields of others.</summary>
    public bool Force { get; init; }

    /// <summary>Background, Foreground or Orphan; null when the client did not say.</summary>
    public string? Propagation { get; init; }

    /// <summary>The grace period of a deletion in seconds; null when the client did not say.</summary>
    public long? GracePeriodSeconds { get; init; }

    public string? UidPrecondition { get; init; }

    public string? ResourceVersionPrecondition { get; init; }

    /// <summary>The options as admission reviews carry them.</summary>
    /// <param name="operation">CREATE, UPDATE or DELETE.</param>
    /// <param name="patch">Whether the update came as a patch.</param>
    public JsonObject ToReview(string operation, bool patch)
    {
        var kind = operation switch
        {
            "CREATE" when !patch => "CreateOptions",
            "DELETE" => "DeleteOptions",
            _ when patch => "PatchOptions",
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

        if (Force) json["force"] = true;
        if (FieldManagerGiven) json["fieldManager"] = FieldManager;
        json["fieldValidation"] = FieldValidation;
        return json;
    }
}
