namespace GitOpsGuard.Kubernetes;

/// <summary>Built-in kinds that the product itself reads or writes; all others are found by <see cref="Discovery"/>.</summary>
public static class BuiltInResources
{
    public static readonly Resource Namespaces = new("", "v1", "namespaces", "Namespace", false);

    public static readonly Resource Pods = new("", "v1", "pods", "Pod", true);

    public static readonly Resource ServiceAccounts = new("", "v1", "serviceaccounts", "ServiceAccount", true);

    public static readonly Resource Secrets = new("", "v1", "secrets", "Secret", true);

    public static readonly Resource ConfigMaps = new("", "v1", "configmaps", "ConfigMap", true);

    /// <summary>Events of the core group, which every client lists.</summary>
    public static readonly Resource Events = new("", "v1", "events", "Event", true);

    public static readonly Resource Leases = new("coordination.k8s.io", "v1", "leases", "Lease", true);

    public static readonly Resource Deployments = new("apps", "v1", "deployments", "Deployment", true);

    public static readonly Resource ReplicaSets = new("apps", "v1", "replicasets", "ReplicaSet", true);

    public static readonly Resource StatefulSets = new("apps", "v1", "statefulsets", "StatefulSet", true);

    public static readonly Resource DaemonSets = new("apps", "v1", "daemonsets", "DaemonSet", true);

    public static readonly Resource CustomResourceDefinitions =
        new("apiextensions.k8s.io", "v1", "customresourcedefinitions", "CustomResourceDefinition", false);

    public static readonly Resource ValidatingWebhookConfigurations =
        new("admissionregistration.k8s.io", "v1", "validatingwebhookconfigurations", "ValidatingWebhookConfiguration", false);

    public static readonly Resource SelfSubjectReviews =
        new("authentication.k8s.io", "v1", "selfsubjectreviews", "SelfSubjectReview", false);

    public static readonly Resource TokenReviews = new("authentication.k8s.io", "v1", "tokenreviews", "TokenReview", false);
}
