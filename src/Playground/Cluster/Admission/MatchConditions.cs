namespace GitOpsGuard.Playground.Cluster.Admission;

/// <summary>The CEL conditions of a webhook, over the request and its objects.</summary>
internal static class MatchConditions
{
    private static readonly string[] Variables = ["object", "oldObject", "request"];

    /// <summary>The conditions of a configuration that cannot be evaluated.</summary>
    public static IEnumerable<(string Field, string Reason, string Message)> Check(JsonObject configuration)
    {
        var (webhook, condition) = (0, 0);
        foreach (var entry in configuration.Items("webhooks"))
        {
            condition = 0;
            foreach (var text in entry.Items("matchConditions").Select(item => item.Text("expression") ?? ""))
            {
                if (Problem(text) is { } problem)
                {
                    yield return ($"webhooks[{webhook}].matchConditions[{condition}].expression", "FieldValueInvalid",
                        $"Invalid value: \"{text}\": compilation failed: {problem}");
                }

                condition++;
            }

            webhook++;
        }
    }

    /// <summary>Whether all conditions of a webhook hold; one that is false decides before one that fails.</summary>
    public static bool Hold(JsonObject webhook, AdmissionCall call)
    {
        var conditions = webhook.Items("matchConditions").ToList();
        if (conditions.Count == 0) return true;
        var scope = CelScope.Of(
            ("object", CelValues.From(call.Object)),
            ("oldObject", CelValues.From(call.OldObject)),
            ("request", CelValues.From(call.ToRequest(""))));
        CelException? failure = null;
        foreach (var condition in conditions)
        {
            try
            {
                if (!CelExpression.Compile(condition.Text("expression") ?? "", Variables).Holds(scope)) return false;
            }
            catch (CelException error)
            {
                failure ??= error;
            }
        }

        return failure is null ? true : throw failure;
    }

    private static string? Problem(string text)
    {
        try
        {
            CelExpression.Compile(text, Variables);
            return null;
        }
        catch (CelException error)
        {
            return error.Message;
        }
    }
}
