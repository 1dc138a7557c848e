namespace GitOpsGuard.Core.Fields;

/// <summary>
/// The shipped facts about fields of built-in kinds. One fact a line: where it holds, the path, the fact.
/// </summary>
/// <remarks>
/// Where: <c>pod</c> is the pod spec of every kind that has one, <c>container</c> every container in it, <c>any</c> every
/// kind of the table, else a <c>Kind.group</c>. Facts: <c>map KEYS</c> (order is free), <c>ordered KEYS</c> (items have
/// keys, and their order matters), <c>quantity</c>, <c>hollow</c> (an empty object or text means nothing), <c>zero</c>
/// (<c>false</c> and 0 mean nothing, and the API server does not keep them: https://github.com/kubernetes/api, v0.36).
/// </remarks>
internal static class KindShapeTable
{
    internal const string Text = """
        any metadata.ownerReferences map uid
        any metadata.labels hollow
        any metadata.annotations hollow
        any status hollow
        any status.conditions map type
        pod containers map name
        pod initContainers ordered name
        pod ephemeralContainers ordered name
        pod volumes map name
        pod imagePullSecrets map name
        pod hostAliases map ip
        pod topologySpreadConstraints map topologyKey,whenUnsatisfiable
        pod resourceClaims map name
        pod schedulingGates map name
        pod securityContext hollow
        pod nodeSelector hollow
        pod overhead hollow
        pod overhead.* quantity
        pod resources hollow
        pod resources.limits.* quantity
        pod resources.requests.* quantity
        pod hostNetwork zero
        pod hostPID zero
        pod hostIPC zero
        pod volumes[].persistentVolumeClaim.readOnly zero
        pod volumes[].nfs.readOnly zero
        pod volumes[].emptyDir.sizeLimit quantity
        pod volumes[].ephemeral.volumeClaimTemplate.spec.resources.limits.* quantity
        pod volumes[].ephemeral.volumeClaimTemplate.spec.resources.requests.* quantity
        pod volumes[].downwardAPI.items[].resourceFieldRef.divisor quantity
        container ports map containerPort,protocol=TCP
        container ports[].hostPort zero
        container stdin zero
        container stdinOnce zero
        container tty zero
        container livenessProbe.initialDelaySeconds zero
        container readinessProbe.initialDelaySeconds zero
        container startupProbe.initialDelaySeconds zero
        container env ordered name
        container env[].valueFrom.resourceFieldRef.divisor quantity
        container volumeMounts map mountPath
        container volumeMounts[].readOnly zero
        container volumeDevices map devicePath
        container resources hollow
        container resources.claims map name
        container resources.limits hollow
        container resources.limits.* quantity
        container resources.requests hollow
        container resources.requests.* quantity
        container securityContext hollow
        container env[].value hollow
        template metadata hollow
        template metadata.labels hollow
        template metadata.annotations hollow
        CronJob.batch spec.jobTemplate.metadata hollow
        Deployment.apps spec.paused zero
        Deployment.apps spec.minReadySeconds zero
        DaemonSet.apps spec.minReadySeconds zero
        ReplicaSet.apps spec.minReadySeconds zero
        StatefulSet.apps spec.minReadySeconds zero
        Deployment.apps spec.strategy hollow
        DaemonSet.apps spec.updateStrategy hollow
        StatefulSet.apps spec.updateStrategy hollow
        StatefulSet.apps spec.volumeClaimTemplates[].spec.resources.limits.* quantity
        StatefulSet.apps spec.volumeClaimTemplates[].spec.resources.requests.* quantity
        StatefulSet.apps spec.volumeClaimTemplates[].status hollow
        Service. spec.ports map port,protocol=TCP
        Service. spec.ports[].nodePort zero
        Service. spec.publishNotReadyAddresses zero
        Service. spec.selector hollow
        Service. status.loadBalancer hollow
        ServiceAccount. secrets map name
        ServiceAccount. imagePullSecrets map name
        ConfigMap. data hollow
        ConfigMap. binaryData hollow
        Secret. data hollow
        PersistentVolumeClaim. spec.resources hollow
        PersistentVolumeClaim. spec.resources.limits.* quantity
        PersistentVolumeClaim. spec.resources.requests.* quantity
        PersistentVolume. spec.capacity.* quantity
        PersistentVolume. spec.nfs.readOnly zero
        Node. spec.unschedulable zero
        ResourceQuota. spec.hard.* quantity
        LimitRange. spec.limits[].max.* quantity
        LimitRange. spec.limits[].min.* quantity
        LimitRange. spec.limits[].default.* quantity
        LimitRange. spec.limits[].defaultRequest.* quantity
        LimitRange. spec.limits[].maxLimitRequestRatio.* quantity
        HorizontalPodAutoscaler.autoscaling spec.metrics[].resource.target.averageValue quantity
        HorizontalPodAutoscaler.autoscaling spec.metrics[].resource.target.value quantity
        HorizontalPodAutoscaler.autoscaling spec.metrics[].pods.target.averageValue quantity
        HorizontalPodAutoscaler.autoscaling spec.metrics[].object.target.averageValue quantity
        HorizontalPodAutoscaler.autoscaling spec.metrics[].object.target.value quantity
        HorizontalPodAutoscaler.autoscaling spec.metrics[].external.target.averageValue quantity
        HorizontalPodAutoscaler.autoscaling spec.metrics[].external.target.value quantity
        MutatingWebhookConfiguration.admissionregistration.k8s.io webhooks ordered name
        ValidatingWebhookConfiguration.admissionregistration.k8s.io webhooks map name
        PriorityClass.scheduling.k8s.io globalDefault zero
        APIService.apiregistration.k8s.io spec.insecureSkipTLSVerify zero
        CustomResourceDefinition.apiextensions.k8s.io spec.preserveUnknownFields zero
        CustomResourceDefinition.apiextensions.k8s.io spec.versions[].deprecated zero
        """;

    private static readonly (string Kind, string PodTemplate)[] PodKinds =
    [
        ("Pod.", ""),
        ("PodTemplate.", "template."),
        ("ReplicationController.", "spec.template."),
        ("Deployment.apps", "spec.template."),
        ("ReplicaSet.apps", "spec.template."),
        ("StatefulSet.apps", "spec.template."),
        ("DaemonSet.apps", "spec.template."),
        ("Job.batch", "spec.template."),
        ("CronJob.batch", "spec.jobTemplate.spec.template."),
    ];

    private static readonly string[] ContainerLists = ["containers", "initContainers", "ephemeralContainers"];

    private static readonly string[] OtherKinds =
    [
        "Service.", "ServiceAccount.", "ConfigMap.", "Secret.", "PersistentVolumeClaim.", "PersistentVolume.", "Namespace.",
        "Node.", "ResourceQuota.", "LimitRange.", "HorizontalPodAutoscaler.autoscaling", "Ingress.networking.k8s.io",
        "NetworkPolicy.networking.k8s.io", "PodDisruptionBudget.policy", "Role.rbac.authorization.k8s.io",
        "RoleBinding.rbac.authorization.k8s.io", "ClusterRole.rbac.authorization.k8s.io",
        "ClusterRoleBinding.rbac.authorization.k8s.io", "MutatingWebhookConfiguration.admissionregistration.k8s.io",
        "ValidatingWebhookConfiguration.admissionregistration.k8s.io", "CustomResourceDefinition.apiextensions.k8s.io",
        "StorageClass.storage.k8s.io", "PriorityClass.scheduling.k8s.io",
    ];

    /// <summary>The kinds and whole paths for which a line of the table holds.</summary>
    internal static IEnumerable<(string Group, string Kind, string Path)> Expand(string where, string path) => where switch
    {
        "any" => PodKinds.Select(p => p.Kind).Concat(OtherKinds).Select(kind => Named(kind, path)),
        "template" => PodKinds.Where(p => p.PodTemplate.Length > 0).Select(p => Named(p.Kind, p.PodTemplate + path)),
        "pod" => PodKinds.Select(p => Named(p.Kind, $"{p.PodTemplate}spec.{path}")),
        "container" => PodKinds.SelectMany(p => ContainerLists
            .Select(list => Named(p.Kind, $"{p.PodTemplate}spec.{list}[].{path}"))),
        _ => [Named(where, path)],
    };

    /// <summary>Where the pod template of a kind begins, with a last dot; null for a kind without one.</summary>
    internal static string? PodTemplateOf(string group, string kind) =>
        PodKinds.FirstOrDefault(p => p.Kind == $"{kind}.{group}").PodTemplate;

    private static (string Group, string Kind, string Path) Named(string kind, string path)
    {
        var dot = kind.IndexOf('.', StringComparison.Ordinal);
        return (kind[(dot + 1)..], kind[..dot], path);
    }
}
