using System.Collections.Frozen;

namespace GitOpsGuard.Core.Closed;

/// <summary>Fields that the cluster's own controllers write on objects that somebody else declares, by kind.</summary>
public static class ControllerFields
{
    private static readonly FrozenDictionary<string, OpenPath[]> Table = new Dictionary<string, string[]>
    {
        ["apps/Deployment"] = ["metadata.annotations[\"deployment.kubernetes.io/revision\"]"],
        ["apps/ReplicaSet"] =
        [
            "metadata.annotations[\"deployment.kubernetes.io/revision\"]",
            "metadata.annotations[\"deployment.kubernetes.io/desired-replicas\"]",
            "metadata.annotations[\"deployment.kubernetes.io/max-replicas\"]",
        ],
        ["apps/DaemonSet"] = ["metadata.annotations[\"deprecated.daemonset.template.generation\"]"],
        ["/Pod"] = ["spec.nodeName", "spec.ephemeralContainers"],
        ["/Service"] =
        [
            "spec.clusterIP", "spec.clusterIPs", "spec.ipFamilies", "spec.ipFamilyPolicy", "spec.healthCheckNodePort",
            "spec.ports[*].nodePort",
        ],
        ["/PersistentVolumeClaim"] =
        [
            "spec.volumeName",
            "metadata.annotations[\"pv.kubernetes.io/bind-completed\"]",
            "metadata.annotations[\"pv.kubernetes.io/bound-by-controller\"]",
            "metadata.annotations[\"volume.kubernetes.io/selected-node\"]",
            "metadata.annotations[\"volume.kubernetes.io/storage-provisioner\"]",
            "metadata.annotations[\"volume.beta.kubernetes.io/storage-provisioner\"]",
            "metadata.annotations[\"volume.kubernetes.io/storage-resizer\"]",
        ],
        ["/PersistentVolume"] =
        [
            "spec.claimRef",
            "metadata.annotations[\"pv.kubernetes.io/bound-by-controller\"]",
            "metadata.annotations[\"pv.kubernetes.io/provisioned-by\"]",
        ],
        ["/ServiceAccount"] = ["secrets", "imagePullSecrets"],
        ["/Namespace"] = ["metadata.labels[\"kubernetes.io/metadata.name\"]", "spec.finalizers"],
        ["rbac.authorization.k8s.io/ClusterRole"] =
            ["metadata.annotations[\"rbac.authorization.kubernetes.io/autoupdate\"]"],
        ["batch/Job"] =
        [
            "spec.suspend",
            "spec.selector.matchLabels[\"batch.kubernetes.io/controller-uid\"]",
            "spec.template.metadata.labels[\"batch.kubernetes.io/controller-uid\"]",
            "spec.template.metadata.labels.controller-uid",
        ],
    }.ToFrozenDictionary(
        row => row.Key, row => row.Value.Select(OpenPath.Parse).ToArray(), StringComparer.Ordinal);

    /// <summary>The fields of one kind.</summary>
    public static IReadOnlyList<OpenPath> Of(ObjectIdentity identity) =>
        Table.GetValueOrDefault($"{identity.Group}/{identity.Kind}", []);
}
