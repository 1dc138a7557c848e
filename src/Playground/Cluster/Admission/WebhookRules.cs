namespace GitOpsGuard.Playground.Cluster.Admission;

/// <summary>Which requests a webhook is asked about: rules, then selectors, then match conditions.</summary>
internal sealed class WebhookRules(ObjectStore store, Catalog catalog)
{
    private const string Group = "admissionregistration.k8s.io";

    /// <summary>Whether a webhook of a configuration must be asked; an error of a match condition is thrown.</summary>
    public bool Selects(JsonObject webhook, AdmissionCall call)
    {
        // Nobody may lock himself out by a webhook on webhooks.
        if (call.Type.Row.Group == Group) return false;
        return webhook.Items("rules").OfType<JsonObject>().Any(rule => Rule(rule, webhook, call))
            && NamespaceSelected(webhook, call)
            && ObjectSelected(webhook, call)
            && MatchConditions.Hold(webhook, call);
    }

    private bool Rule(JsonObject rule, JsonObject webhook, AdmissionCall call)
    {
        var row = call.Type.Row;
        return Covers(rule, "operations", call.Operation)
            && Covers(rule, "apiGroups", row.Group)
            && Versions(call, webhook).Any(version => Covers(rule, "apiVersions", version))
            && rule.Texts("resources").Any(pattern => Resource(pattern, row.Plural, call.Subresource))
            && (rule.Text("scope") ?? "*") switch
            {
                "Namespaced" => row.Namespaced,
                "Cluster" => !row.Namespaced,
                _ => true,
            };
    }

    /// <summary>An equivalent match also covers the other versions in which a resource is served.</summary>
    private IEnumerable<string> Versions(AdmissionCall call, JsonObject webhook) => webhook.Text("matchPolicy") == "Exact"
        ? [call.Type.Row.Version]
        : catalog.All.Where(type => type.Collection == call.Type.Collection).Select(type => type.Row.Version);

    private static bool Covers(JsonObject rule, string field, string value) =>
        rule.Texts(field).Any(entry => entry == "*" || entry == value);

    private static bool Resource(string pattern, string plural, string subresource)
    {
        var slash = pattern.IndexOf('/', StringComparison.Ordinal);
        var (resource, sub) = slash < 0 ? (pattern, "") : (pattern[..slash], pattern[(slash + 1)..]);
        return (resource == "*" || resource == plural) && (sub == subresource || sub == "*");
    }

    private bool NamespaceSelected(JsonObject webhook, AdmissionCall call)
    {
        var selector = LabelSelector.Of(webhook.Map("namespaceSelector"));
        if (call.Type.Row is { Group: "", Plural: "namespaces" })
            return selector.Matches((call.Object ?? call.OldObject).At("metadata", "labels"));
        return call.Namespace.Length == 0
            || selector.Matches(store.Find(new ObjectKey("", "namespaces", "", call.Namespace)).At("metadata", "labels"));
    }

    private static bool ObjectSelected(JsonObject webhook, AdmissionCall call)
    {
        if (webhook.Map("objectSelector") is not { Count: > 0 } wanted) return true;
        var selector = LabelSelector.Of(wanted);
        return (call.Object is not null && selector.Matches(call.Object.At("metadata", "labels")))
            || (call.OldObject is not null && selector.Matches(call.OldObject.At("metadata", "labels")));
    }
}
