namespace GitOpsGuard.Playground.Cluster.Requests;

/// <summary>The options of a write, from the query or the body.</summary>
internal sealed record RequestOptions
{
    public bool DryRun { get; init; }

    /// <summary>The name under which fields are owned.</summary>
    public string FieldManager { get; init; } = "unknown";

    /// <summary>Whether the client named the field manager itself.</summary>
    public bool FieldManagerGiven { get; init; }

    /// <summary>Strict, Warn or Ignore: what happens to fields that the schema does not know; Warn when the client did not say.</summary>
    public string? FieldValidation { get; init; }

    /// <summary>Whether a server-side apply takes fields of others.</summary>
    public bool Force { get; init; }

    /// <summary>Background, Foreground or Orphan; null when the client did not say.</summary>
    public string? Propagation { get; init; }

    /// <summary>The grace period of a deletion in seconds; null when the client did not say.</summary>
    public long? GracePeriodSeconds { get; init; }

    public string? UidPrecondition { get; init; }

    public string? ResourceVersionPrecondition { get; init; }

    public static RequestOptions FromQuery(HttpRequest request)
    {
        var query = request.Query;
        var manager = query["fieldManager"].ToString();
        var agent = request.Headers.UserAgent.ToString().Split('/')[0];
        var validation = query["fieldValidation"].ToString();
        var kind = request.Method switch
        {
            "POST" => "CreateOptions",
            "PUT" => "UpdateOptions",
            "DELETE" => "DeleteOptions",
            _ => "PatchOptions",
        };
        Validation.DemandOptions(kind, new()
        {
            ["fieldManager"] = manager,
            ["fieldValidation"] = validation,
            ["force"] = query["force"] == "true",
            ["applies"] = RequestBody.MediaType(request) == Change.Apply,
            ["dryRun"] = Trees.ArrayOf(query["dryRun"].OfType<string>()),
            ["propagationPolicy"] = query["propagationPolicy"].ToString(),
        });
        return new RequestOptions
        {
            DryRun = query["dryRun"].Count > 0,
            FieldManager = manager.Length > 0 ? manager : agent.Length > 0 ? agent : "unknown",
            FieldManagerGiven = manager.Length > 0,
            FieldValidation = validation.Length > 0 ? validation : null,
            Force = query["force"] == "true",
            Propagation = query["propagationPolicy"].ToString() is { Length: > 0 } policy ? policy : null,
            GracePeriodSeconds = long.TryParse(query["gracePeriodSeconds"], CultureInfo.InvariantCulture, out var grace) ? grace : null,
        };
    }

    /// <summary>The options of a deletion: what its body says comes before its query.</summary>
    public RequestOptions With(JsonObject? body)
    {
        if (body is null) return this;
        Validation.DemandOptions("DeleteOptions", body);
        return this with
        {
            DryRun = DryRun || body.Items("dryRun").Any(),
            Propagation = body.Text("propagationPolicy") ?? (body.Flag("orphanDependents") ? "Orphan" : Propagation),
            GracePeriodSeconds = body.Number("gracePeriodSeconds") ?? GracePeriodSeconds,
            UidPrecondition = body.Text("preconditions", "uid"),
            ResourceVersionPrecondition = body.Text("preconditions", "resourceVersion"),
        };
    }

    /// <summary>The options as admission reviews carry them: those of the operation, also where the client patched.</summary>
    /// <param name="operation">CREATE, UPDATE, DELETE or CONNECT.</param>
    public JsonObject ToReview(string operation)
    {
        var isDeletion = operation == "DELETE";
        return operation == "CONNECT" ? [] : Template.Answers.Fill(
            "Options",
            ("kind", $"{operation[0]}{operation[1..].ToLowerInvariant()}Options"), ("dryRun", DryRun ? new JsonArray("All") : null),
            ("grace", isDeletion ? GracePeriodSeconds : null), ("policy", isDeletion ? Propagation : null),
            ("manager", FieldManagerGiven && !isDeletion ? FieldManager : null),
            ("validation", isDeletion ? null : FieldValidation));
    }
}
