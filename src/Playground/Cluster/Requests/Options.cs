using Microsoft.AspNetCore.Http;

namespace GitOpsGuard.Playground.Cluster.Requests;

/// <summary>Reads the options of writes from queries and bodies.</summary>
internal static class Options
{
    public static WriteOptions FromQuery(HttpRequest request)
    {
        var query = request.Query;
        var manager = query["fieldManager"].ToString();
        var agent = request.Headers.UserAgent.ToString().Split('/')[0];
        var validation = query["fieldValidation"].ToString();
        if (validation is not ("" or "Strict" or "Warn" or "Ignore"))
            throw ApiError.BadRequest($"fieldValidation: Unsupported value: \"{validation}\": supported values: \"Ignore\", \"Strict\", \"Warn\"");
        return new WriteOptions
        {
            DryRun = DryRun(KindOf(request.Method), query["dryRun"].OfType<string>()),
            FieldManager = manager.Length > 0 ? manager : agent.Length > 0 ? agent : "unknown",
            FieldManagerGiven = manager.Length > 0,
            FieldValidation = validation.Length > 0 ? validation : "Warn",
            FieldValidationGiven = validation.Length > 0,
            Force = query["force"] == "true",
            Propagation = query["propagationPolicy"].ToString() is { Length: > 0 } policy ? policy : null,
            GracePeriodSeconds = long.TryParse(query["gracePeriodSeconds"], CultureInfo.InvariantCulture, out var grace) ? grace : null,
        };
    }

    /// <summary>The options of a deletion: what its body says comes before its query.</summary>
    public static WriteOptions ForDeletion(WriteOptions query, JsonObject? body) => query with
    {
        DryRun = query.DryRun || DryRun("DeleteOptions", body.Texts("dryRun")),
        Propagation = body.Text("propagationPolicy") ?? (body.Flag("orphanDependents") ? "Orphan" : query.Propagation),
        GracePeriodSeconds = body.Number("gracePeriodSeconds") ?? query.GracePeriodSeconds,
        UidPrecondition = body.Text("preconditions", "uid"),
        ResourceVersionPrecondition = body.Text("preconditions", "resourceVersion"),
    };

    private static string KindOf(string method) => method switch
    {
        "POST" => "CreateOptions",
        "PUT" => "UpdateOptions",
        "DELETE" => "DeleteOptions",
        _ => "PatchOptions",
    };

    private static bool DryRun(string kind, IEnumerable<string> values)
    {
        List<string> given = [.. values];
        if (given.Exists(value => value != "All"))
        {
            throw ApiError.Invalid("meta.k8s.io", kind, "",
                [("dryRun", "FieldValueNotSupported", $"Unsupported value: {Trees.ArrayOf(given).ToJsonString()}: supported values: \"All\"")]);
        }

        return given.Count > 0;
    }
}
