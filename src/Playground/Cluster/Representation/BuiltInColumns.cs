namespace GitOpsGuard.Playground.Cluster.Representation;

/// <summary>The columns that kubectl prints for built-in kinds.</summary>
internal static class BuiltInColumns
{
    private static readonly TableColumn Name = new("Name", "string", (item, _) => item.Text("metadata", "name")) { Format = "name" };
    private static readonly TableColumn Age = new("Age", "string", (item, now) => Representation.Age.Since(item.Text("metadata", "creationTimestamp"), now));
    private static readonly TableColumn CreatedAt = new("Created At", "date", (item, _) => item.Text("metadata", "creationTimestamp"));
    private static readonly TableColumn[] PodTemplate =
    [
        Wide("Containers", item => Join(item.Items("spec", "template", "spec", "containers").Select(entry => entry.Text("name")))),
        Wide("Images", item => Join(item.Items("spec", "template", "spec", "containers").Select(entry => entry.Text("image")))),
    ];

    private static readonly TableColumn Selector = Wide("Selector", item => Resources.LabelSelector.Of(item.Map("spec", "selector")).ToString());

    private static readonly Dictionary<string, TableColumn[]> Table = new()
    {
        ["/pods"] = [Name, Text("Ready", PodCells.Ready), Text("Status", PodCells.Status), Text("Restarts", PodCells.Restarts), Age,
            Wide("IP", item => Or(item.Text("status", "podIP"))), Wide("Node", item => Or(item.Text("spec", "nodeName"))),
            Wide("Nominated Node", item => Or(item.Text("status", "nominatedNodeName"))), Wide("Readiness Gates", _ => "<none>")],
        ["apps/deployments"] = [Name, Text("Ready", item => Ratio(item, "readyReplicas")), Text("Up-to-date", item => Count(item, "status", "updatedReplicas")),
            Text("Available", item => Count(item, "status", "availableReplicas")), Age, .. PodTemplate, Selector],
        ["apps/replicasets"] = [Name, Whole("Desired", "spec", "replicas"), Whole("Current", "status", "replicas"),
            Whole("Ready", "status", "readyReplicas"), Age, .. PodTemplate, Selector],
        ["apps/statefulsets"] = [Name, Text("Ready", item => Ratio(item, "readyReplicas")), Age, .. PodTemplate],
        ["apps/daemonsets"] = [Name, Whole("Desired", "status", "desiredNumberScheduled"), Whole("Current", "status", "currentNumberScheduled"),
            Whole("Ready", "status", "numberReady"), Whole("Up-to-date", "status", "updatedNumberScheduled"),
            Whole("Available", "status", "numberAvailable"), Text("Node Selector", item => Pairs(item.Map("spec", "template", "spec", "nodeSelector"))),
            Age, .. PodTemplate, Selector],
        ["/services"] = [Name, Text("Type", item => item.Text("spec", "type") ?? ""), Text("Cluster-IP", item => Or(item.Text("spec", "clusterIP"))),
            Text("External-IP", _ => "<none>"), Text("Port(s)", Ports), Age, Wide("Selector", item => Pairs(item.Map("spec", "selector")))],
        ["/configmaps"] = [Name, Text("Data", item => Size(item.Map("data"))), Age],
        ["/secrets"] = [Name, Text("Type", item => item.Text("type") ?? ""), Text("Data", item => Size(item.Map("data"))), Age],
        ["/namespaces"] = [Name, Text("Status", item => item.Text("status", "phase") ?? ""), Age],
        ["/serviceaccounts"] = [Name, Age],
        ["/nodes"] = [Name, Text("Status", NodeStatus), Text("Roles", _ => "<none>"), Age,
            Text("Version", item => item.Text("status", "nodeInfo", "kubeletVersion") ?? "")],
        ["/endpoints"] = [Name, Text("Endpoints", Endpoints), Age],
        ["/events"] = Events("involvedObject", "message", "lastTimestamp"),
        ["events.k8s.io/events"] = Events("regarding", "note", "deprecatedLastTimestamp"),
        ["/persistentvolumeclaims"] = [Name, Text("Status", item => item.Text("status", "phase") ?? ""), Text("Volume", item => item.Text("spec", "volumeName") ?? ""),
            Text("Capacity", item => item.Text("status", "capacity", "storage") ?? ""), Text("Access Modes", item => Join(item.Texts("status", "accessModes"))),
            Text("StorageClass", item => item.Text("spec", "storageClassName") ?? ""), Age],
        ["batch/jobs"] = [Name, Text("Status", item => Done(item) ? "Complete" : "Running"),
            Text("Completions", item => $"{item.Number("status", "succeeded") ?? 0}/{item.Number("spec", "completions") ?? 1}"),
            Text("Duration", _ => ""), Age, .. PodTemplate, Selector],
        ["batch/cronjobs"] = [Name, Text("Schedule", item => item.Text("spec", "schedule") ?? ""), Text("Timezone", item => Or(item.Text("spec", "timeZone"))),
            new("Suspend", "boolean", (item, _) => item.Flag("spec", "suspend")), new("Active", "integer", (item, _) => item.Items("status", "active").Count()),
            Text("Last Schedule", item => Or(item.Text("status", "lastScheduleTime"))), Age],
        ["networking.k8s.io/ingresses"] = [Name, Text("Class", item => Or(item.Text("spec", "ingressClassName"))), Text("Hosts", Hosts),
            Text("Address", item => Join(item.Items("status", "loadBalancer", "ingress").Select(entry => entry.Text("ip") ?? entry.Text("hostname")))),
            Text("Ports", item => item.Items("spec", "tls").Any() ? "80, 443" : "80"), Age],
        ["networking.k8s.io/networkpolicies"] = [Name, Text("Pod-Selector", item => Or(Resources.LabelSelector.Of(item.Map("spec", "podSelector")).ToString())), Age],
        ["policy/poddisruptionbudgets"] = [Name, Text("Min Available", item => Any(item.At("spec", "minAvailable"))),
            Text("Max Unavailable", item => Any(item.At("spec", "maxUnavailable"))), Whole("Allowed Disruptions", "status", "disruptionsAllowed"), Age],
        ["autoscaling/horizontalpodautoscalers"] = [Name, Text("Reference", item => $"{item.Text("spec", "scaleTargetRef", "kind")}/{item.Text("spec", "scaleTargetRef", "name")}"),
            Text("Targets", _ => "<unknown>"), Text("MinPods", item => Any(item.At("spec", "minReplicas"))), Text("MaxPods", item => Any(item.At("spec", "maxReplicas"))),
            Text("Replicas", item => Count(item, "status", "currentReplicas")), Age],
        ["rbac.authorization.k8s.io/rolebindings"] = [Name, Role(), Age],
        ["rbac.authorization.k8s.io/clusterrolebindings"] = [Name, Role(), Age],
        ["rbac.authorization.k8s.io/roles"] = [Name, CreatedAt],
        ["rbac.authorization.k8s.io/clusterroles"] = [Name, CreatedAt],
        ["apiextensions.k8s.io/customresourcedefinitions"] = [Name, CreatedAt],
        ["admissionregistration.k8s.io/validatingwebhookconfigurations"] = [Name, new("Webhooks", "integer", (item, _) => item.Items("webhooks").Count()), Age],
        ["admissionregistration.k8s.io/mutatingwebhookconfigurations"] = [Name, new("Webhooks", "integer", (item, _) => item.Items("webhooks").Count()), Age],
        ["coordination.k8s.io/leases"] = [Name, Text("Holder", item => item.Text("spec", "holderIdentity") ?? ""), Age],
        ["discovery.k8s.io/endpointslices"] = [Name, Text("AddressType", item => item.Text("addressType") ?? ""),
            Text("Ports", item => Or(Join(item.Items("ports").Select(entry => Any(entry.At("port")))))),
            Text("Endpoints", item => Or(Join(item.Items("endpoints").SelectMany(entry => entry.Texts("addresses"))))), Age],
        ["storage.k8s.io/storageclasses"] = [Name, Text("Provisioner", item => item.Text("provisioner") ?? ""), Text("ReclaimPolicy", item => item.Text("reclaimPolicy") ?? ""),
            Text("VolumeBindingMode", item => item.Text("volumeBindingMode") ?? ""), Text("AllowVolumeExpansion", item => item.Flag("allowVolumeExpansion") ? "true" : "false"), Age],
    };

    private static readonly TableColumn[] Usual = [Name, Age];

    public static IReadOnlyList<TableColumn> Of(string group, string plural) => Table.GetValueOrDefault($"{group}/{plural}", Usual);

    private static TableColumn Text(string name, Func<JsonObject, string> cell) => new(name, "string", (item, _) => cell(item));

    private static TableColumn Wide(string name, Func<JsonObject, string> cell) => Text(name, cell) with { Priority = 1 };

    private static TableColumn Whole(string name, params string[] path) => new(name, "integer", (item, _) => item.Number(path) ?? 0);

    private static TableColumn Role() => Text("Role", item => $"{item.Text("roleRef", "kind")}/{item.Text("roleRef", "name")}");

    private static TableColumn[] Events(string about, string message, string last) =>
    [
        new("Last Seen", "string", (item, now) => Representation.Age.Since(
            item.Text("series", "lastObservedTime") ?? item.Text(last) ?? item.Text("eventTime") ?? item.Text("metadata", "creationTimestamp"), now)),
        Text("Type", item => item.Text("type") ?? ""),
        Text("Reason", item => item.Text("reason") ?? ""),
        Text("Object", item => $"{item.Text(about, "kind")?.ToLowerInvariant()}/{item.Text(about, "name")}"),
        Text("Message", item => item.Text(message)?.Trim() ?? ""),
        Name with { Priority = 1 },
    ];

    private static string Or(string? text) => string.IsNullOrEmpty(text) ? "<none>" : text;

    private static string Join(IEnumerable<string?> texts) => string.Join(',', texts);

    private static string Any(JsonNode? value) => value is null ? "N/A" : value.Text() ?? value.ToJsonString();

    private static string Size(JsonObject? map) => (map?.Count ?? 0).ToString(CultureInfo.InvariantCulture);

    private static string Pairs(JsonObject? map) => Or(map is null ? null : Join(map.Select(entry => $"{entry.Key}={entry.Value.Text()}")));

    private static string Count(JsonObject item, params string[] path) => (item.Number(path) ?? 0).ToString(CultureInfo.InvariantCulture);

    private static string Ratio(JsonObject item, string field) => $"{item.Number("status", field) ?? 0}/{item.Number("spec", "replicas") ?? 0}";

    private static bool Done(JsonObject job) => job.Items("status", "conditions").Any(entry => entry.Text("type") == "Complete" && entry.Text("status") == "True");

    private static string Hosts(JsonObject ingress) => Join(ingress.Items("spec", "rules").Select(rule => rule.Text("host") ?? "*"));

    private static string Ports(JsonObject service) => Or(Join(service.Items("spec", "ports").Select(port =>
        port.Number("nodePort") is { } node ? $"{port.Number("port")}:{node}/{port.Text("protocol")}" : $"{port.Number("port")}/{port.Text("protocol")}")));

    private static string Endpoints(JsonObject endpoints) => Or(Join(endpoints.Items("subsets").SelectMany(subset =>
        subset.Items("addresses").SelectMany(address => subset.Items("ports").Select(port => $"{address.Text("ip")}:{port.Number("port")}")))));

    private static string NodeStatus(JsonObject node)
    {
        var ready = node.Items("status", "conditions").FirstOrDefault(entry => entry.Text("type") == "Ready").Text("status") switch
        {
            "True" => "Ready",
            null => "Unknown",
            _ => "NotReady",
        };
        return node.Flag("spec", "unschedulable") ? $"{ready},SchedulingDisabled" : ready;
    }
}
