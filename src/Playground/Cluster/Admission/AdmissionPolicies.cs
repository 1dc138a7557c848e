namespace GitOpsGuard.Playground.Cluster.Admission;

/// <summary>ValidatingAdmissionPolicies and their bindings, as far as their expressions can be evaluated here.</summary>
internal sealed class AdmissionPolicies(ObjectStore store, Catalog catalog, WebhookRules rules)
{
    private const string Group = "admissionregistration.k8s.io";

    private static readonly Collection Bindings = new(Group, "validatingadmissionpolicybindings");

    /// <summary>The names that expressions of policies may refer to.</summary>
    public static readonly string[] Variables = [.. Conditions.Variables, "params", "namespaceObject", "variables"];

    /// <summary>The refusal of the first policy that denies a call, else null; adds the warnings of those that only warn.</summary>
    public ApiError? Judge(AdmissionCall call)
    {
        foreach (var binding in store.List(Bindings).Objects)
        {
            var policy = store.Find(new ObjectKey(Group, "validatingadmissionpolicies", "", binding.Text("spec", "policyName") ?? ""));
            if (policy is null || Selected(policy, binding, call) is not { } selected) continue;
            foreach (var (message, reason) in Failures(policy, Parameters(policy, binding, call), selected))
            {
                var actions = binding.Texts("spec", "validationActions").ToList();
                var names = $"'{policy.Text("metadata", "name")}' with binding '{binding.Text("metadata", "name")}'";
                if (actions.Contains("Warn")) call.Request.Warnings.Add(
                    $"Validation failed for ValidatingAdmissionPolicy {names}: {message}");
                if (actions.Contains("Deny")) return Denied(call, $"ValidatingAdmissionPolicy {names} denied request: {message}", reason);
            }
        }

        return null;
    }

    private AdmissionCall? Selected(JsonObject policy, JsonObject binding, AdmissionCall call)
    {
        if (policy.Map("spec", "matchConstraints") is not { } constraints) return null;
        if (rules.Select(constraints, constraints.Items("resourceRules"), call) is not { } selected) return null;
        if (rules.Select([], constraints.Items("excludeResourceRules"), call) is not null) return null;
        if (binding.Map("spec", "matchResources") is not { } narrower) return selected;
        var covering = narrower.Has("resourceRules") ? narrower : constraints;
        return rules.Select(narrower, covering.Items("resourceRules"), call);
    }

    /// <summary>The object that a binding gives to a policy as <c>params</c>; null without one.</summary>
    private JsonObject? Parameters(JsonObject policy, JsonObject binding, AdmissionCall call)
    {
        var kind = policy.Map("spec", "paramKind");
        if (catalog.FindKind(kind.Text("apiVersion"), kind.Text("kind")) is not { } type) return null;
        var reference = binding.Map("spec", "paramRef");
        return store.Find(type.Key(reference.Text("namespace") ?? call.Request.Namespace, reference.Text("name") ?? ""));
    }

    private IEnumerable<(string Message, string Reason)> Failures(JsonObject policy, JsonObject? parameters, AdmissionCall call)
    {
        var spec = policy.Map("spec");
        var scope = Scope(spec, parameters, call);
        foreach (var validation in spec.Items("validations"))
        {
            var expression = validation.Text("expression") ?? "";
            string? message = null;
            try
            {
                if (!Conditions.Hold(spec, scope, Variables)) yield break;
                if (CelExpression.Compile(expression, Variables).Holds(scope)) continue;
                message = validation.Text("messageExpression") is { } words
                    ? CelExpression.Compile(words, Variables).Evaluate(scope) as string : null;
                message ??= validation.Text("message") ?? $"failed expression: {expression.Trim()}";
            }
            catch (CelException error)
            {
                if (spec.Text("failurePolicy") == "Ignore") continue;
                message = $"expression '{expression}' resulted in error: {error.Message}";
            }

            yield return (message, validation.Text("reason") ?? "Invalid");
        }
    }

    private CelScope Scope(JsonObject? spec, JsonObject? parameters, AdmissionCall call)
    {
        Dictionary<string, Func<object?>> variables = [];
        var scope = new CelScope("variables", variables, new CelScope("params", parameters,
            new CelScope("namespaceObject", rules.NamespaceOf(call), Conditions.Scope(call))));
        foreach (var variable in spec.Items("variables"))
        {
            var expression = CelExpression.Compile(variable.Text("expression") ?? "", Variables);
            variables[variable.Text("name") ?? ""] = () => expression.Evaluate(scope);
        }

        return scope;
    }

    private static ApiError Denied(AdmissionCall call, string message, string reason)
    {
        var code = Template.Answers.Fill("Codes of refusals").Number(reason) ?? 422;
        var status = call.Request.Forbidden(message, ApiError.Cause(null, message)).ToStatus();
        return new ApiError((int)code, reason, status.Text("message")!, status.Map("details")!.Copy());
    }
}
