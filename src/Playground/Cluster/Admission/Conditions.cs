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

    /// <summary>Why an expression of an object cannot be evaluated; none when it can, or never is.</summary>
    /// <param name="kind">The kind of the object.</param>
    /// <param name="expression">The expression.</param>
    /// <param name="isVerdict">Whether it must be true or false.</param>
    /// <param name="self">What the variable of this name is, where the definition of a kind says so.</param>
    public static IEnumerable<string> Problems(string? kind, string expression, bool isVerdict, Schema? self)
    {
        var variables = kind switch
        {
            "ValidatingWebhookConfiguration" or "MutatingWebhookConfiguration" => Variables,
            "ValidatingAdmissionPolicy" => AdmissionPolicies.Variables,
            "CustomResourceDefinition" => SchemaRules.Variables,
            _ => null,
        };
        return variables is not null && CelExpression.Problem(expression, isVerdict, variables, self) is { } problem ? [problem] : [];
    }

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
