namespace GitOpsGuard.Playground.Cluster.Admission;

/// <summary>Which requests a webhook or policy is asked about: rules, then selectors.</summary>
internal sealed class WebhookRules(ObjectStore store, Catalog catalog)
{
    /// <summary>The call in the version of the first rule that covers it; null when none does, or a selector does not.</summary>
    /// <param name="match">Selectors and match policy.</param>
    /// <param name="rules">The rules, of which one must cover the call.</param>
    /// <param name="call">The call as the client made it.</param>
    public AdmissionCall? Select(JsonObject match, IEnumerable<JsonNode?> rules, AdmissionCall call)
    {
        // Nobody may lock himself out by a webhook on webhooks, or a policy on policies.
        if (call.Request.Type.Row.Group == "admissionregistration.k8s.io") return null;
        var equivalent = match.Text("matchPolicy") != "Exact";
        var matched = rules.Select(rule => Matched(rule, call, equivalent)).FirstOrDefault(version => version is not null);
        return matched is not null && NamespaceSelected(match, call) && ObjectSelected(match, call) ? call.In(matched) : null;
    }

    /// <summary>The labels of the namespace that a call is about.</summary>
    public JsonObject? NamespaceOf(AdmissionCall call) => call.Request.Namespace is { Length: > 0 } name
        ? store.Find(new ObjectKey("", "namespaces", "", name))
        : null;

    /// <summary>The version in which a rule covers a call: its own, or, where equivalent ones count, any other that is served.</summary>
    private ResourceType? Matched(JsonNode? rule, AdmissionCall call, bool equivalent)
    {
        var (type, row) = (call.Request.Type, call.Request.Type.Row);
        var fits = Covers(rule, "operations", call.Operation)
            && Covers(rule, "apiGroups", row.Group)
            && rule.Texts("resources").Any(pattern => Resource(pattern, row.Plural, call.Request.Subresource ?? ""))
            && (rule.Text("scope") ?? "*") is var scope && (scope == "*" || scope == "Namespaced" == row.Namespaced)
            && (!rule.Items("resourceNames").Any() || rule.Texts("resourceNames").Contains(call.Request.Name ?? ""));
        if (!fits) return null;
        return catalog.All.Where(other =>
            other == type || (equivalent && other.Collection == type.Collection && other.Row.Group == row.Group))
            .OrderByDescending(other => other == type)
            .FirstOrDefault(version => Covers(rule, "apiVersions", version.Row.Version));
    }

    private static bool Covers(JsonNode? rule, string field, string value) =>
        rule.Texts(field).Any(entry => entry == "*" || entry == value);

    private static bool Resource(string pattern, string plural, string subresource)
    {
        var parts = pattern.Split('/', 2);
        var sub = parts.Length > 1 ? parts[1] : "";
        return (parts[0] == "*" || parts[0] == plural) && (sub == subresource || sub == "*");
    }

    private bool NamespaceSelected(JsonObject match, AdmissionCall call)
    {
        var selector = LabelSelectors.Of(match.Map("namespaceSelector"));
        if (call.Request.Type.Row is { Group: "", Plural: "namespaces" })
            return selector.Matches((call.Object ?? call.OldObject).At("metadata", "labels"));
        return string.IsNullOrEmpty(call.Request.Namespace) || selector.Matches(NamespaceOf(call).At("metadata", "labels"));
    }

    private static bool ObjectSelected(JsonObject match, AdmissionCall call)
    {
        if (match.Map("objectSelector") is not { Count: > 0 } wanted) return true;
        var selector = LabelSelectors.Of(wanted);
        return ((JsonObject?[])[call.Object, call.OldObject])
            .Any(item => item is not null && selector.Matches(item.At("metadata", "labels")));
    }
}
