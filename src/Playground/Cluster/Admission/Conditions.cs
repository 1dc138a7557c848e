namespace GitOpsGuard.Playground.Cluster.Admission;

/// <summary>The CEL conditions of webhooks and policies, over the request and its objects.</summary>
internal static class Conditions
{
    /// <summary>The names that conditions may refer to.</summary>
    public static readonly string[] Variables = ["object", "oldObject", "request"];

    /// <summary>The values of those names.</summary>
    public static CelScope Scope(AdmissionCall call) => CelScope.Of(
        ("object", CelValues.From(call.Object)), ("oldObject", CelValues.From(call.OldObject)),
            ("request", CelValues.From(call.ToRequest(""))));

    /// <summary>The <c>matchConditions</c> of a webhook or policy that cannot be evaluated.</summary>
    public static IEnumerable<FieldError> Check(JsonNode? holder, string path, string[] variables) =>
        holder.Items("matchConditions")
            .SelectMany((condition, index) => Check(condition.Text("expression"), $"{path}[{index}].expression", variables));

    /// <summary>The error of an expression that cannot be evaluated; none when there is no expression.</summary>
    public static IEnumerable<FieldError> Check(string? expression, string path, string[] variables) =>
        expression is not null && CelExpression.Problem(expression, variables) is { } problem
            ? [new FieldError(path, "FieldValueInvalid", problem)]
            : [];

    /// <summary>Whether all match conditions hold; one that is false decides before one that fails.</summary>
    public static bool Hold(JsonNode? holder, CelScope scope, string[] variables)
    {
        CelException? failure = null;
        foreach (var condition in holder.Items("matchConditions"))
        {
            try
            {
                if (!CelExpression.Compile(condition.Text("expression") ?? "", variables).Holds(scope)) return false;
            }
            catch (CelException error)
            {
                failure ??= new CelException($"expression '{condition.Text("expression")}' resulted in error: {error.Message}");
            }
        }

        return failure is null ? true : throw failure;
    }
}
