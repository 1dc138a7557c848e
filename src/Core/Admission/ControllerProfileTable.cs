namespace GitOpsGuard.Core.Admission;

/// <summary>
/// What the cluster's own components may do to managed objects, as shipped. One grant a line: who, verb, kind, what.
/// </summary>
/// <remarks>
/// Who: a ServiceAccount of kube-system (or kube-controller-manager itself, where it runs without an account for each
/// controller), another account as <c>namespace/name</c>, <c>scheduler</c>, <c>kubelet</c>, <c>apiserver</c>, <c>any-account</c> for every proven ServiceAccount.
/// Verb and what: <c>update</c> fields, <c>delete</c> under one of the conditions <c>owned</c> (it has owners),
/// <c>terminating</c> (it is being deleted), <c>namespace-terminating</c>, <c>always</c>; <c>create</c> and <c>scale</c>.
/// Kind: <c>*</c> or <c>Kind.group</c>.
/// </remarks>
internal static class ControllerProfileTable
{
    internal const string Text = """
        generic-garbage-collector delete * owned terminating
        generic-garbage-collector update * metadata.finalizers metadata.ownerReferences
        namespace-controller delete * namespace-terminating
        namespace-controller update Namespace. spec.finalizers status
        deployment-controller update Deployment.apps status metadata.annotations["deployment.kubernetes.io/revision"]
        deployment-controller update ReplicaSet.apps spec.replicas metadata.annotations["deployment.kubernetes.io/revision"] metadata.annotations["deployment.kubernetes.io/revision-history"] metadata.annotations["deployment.kubernetes.io/desired-replicas"] metadata.annotations["deployment.kubernetes.io/max-replicas"] metadata.ownerReferences
        deployment-controller create ReplicaSet.apps
        deployment-controller delete ReplicaSet.apps owned
        replicaset-controller update ReplicaSet.apps status
        replicaset-controller create Pod.
        replicaset-controller delete Pod. owned
        replicaset-controller update Pod. metadata.ownerReferences
        replication-controller update ReplicationController. status
        replication-controller create Pod.
        replication-controller delete Pod. owned
        statefulset-controller update StatefulSet.apps status
        statefulset-controller update PersistentVolumeClaim. metadata.ownerReferences
        statefulset-controller create Pod.
        statefulset-controller delete Pod. owned
        daemon-set-controller update DaemonSet.apps status metadata.annotations["deprecated.daemonset.template.generation"]
        daemon-set-controller create Pod.
        daemon-set-controller delete Pod. owned
        job-controller update Job.batch status
        job-controller update Pod. metadata.finalizers metadata.ownerReferences
        job-controller create Pod.
        job-controller delete Pod. owned
        cronjob-controller update CronJob.batch status
        cronjob-controller create Job.batch
        cronjob-controller delete Job.batch owned
        ttl-after-finished-controller delete Job.batch always
        horizontal-pod-autoscaler scale *
        horizontal-pod-autoscaler update HorizontalPodAutoscaler.autoscaling status
        disruption-controller update PodDisruptionBudget.policy status
        endpoint-controller create Endpoints.
        endpoint-controller update Endpoints. subsets metadata.annotations["endpoints.kubernetes.io/last-change-trigger-time"]
        endpoint-controller delete Endpoints. always
        endpointslice-controller delete EndpointSlice.discovery.k8s.io owned
        service-controller update Service. status metadata.finalizers
        persistent-volume-binder update PersistentVolumeClaim. status spec.volumeName metadata.annotations["pv.kubernetes.io/bind-completed"] metadata.annotations["pv.kubernetes.io/bound-by-controller"] metadata.annotations["volume.kubernetes.io/storage-provisioner"] metadata.annotations["volume.beta.kubernetes.io/storage-provisioner"] metadata.annotations["volume.kubernetes.io/selected-node"]
        persistent-volume-binder update PersistentVolume. status spec.claimRef metadata.annotations["pv.kubernetes.io/bound-by-controller"]
        expand-controller update PersistentVolumeClaim. status
        pvc-protection-controller update PersistentVolumeClaim. metadata.finalizers
        pv-protection-controller update PersistentVolume. metadata.finalizers
        resourcequota-controller update ResourceQuota. status
        service-account-controller create ServiceAccount.
        root-ca-cert-publisher create ConfigMap.
        root-ca-cert-publisher update ConfigMap. data["ca.crt"]
        clusterrole-aggregation-controller update ClusterRole.rbac.authorization.k8s.io rules
        certificate-controller update CertificateSigningRequest.certificates.k8s.io status
        validatingadmissionpolicy-status-controller update ValidatingAdmissionPolicy.admissionregistration.k8s.io status
        node-controller update Node. status spec.taints spec.podCIDR spec.podCIDRs
        node-controller update Pod. status
        node-controller delete Pod. always
        pod-garbage-collector delete Pod. always
        pod-garbage-collector update Pod. status
        taint-eviction-controller delete Pod. always
        taint-eviction-controller update Pod. status
        legacy-service-account-token-cleaner update Secret. metadata.labels["kubernetes.io/legacy-token-invalid-since"]
        legacy-service-account-token-cleaner delete Secret. always
        scheduler update Pod. status
        scheduler update PersistentVolumeClaim. metadata.annotations["volume.kubernetes.io/selected-node"]
        scheduler delete Pod. always
        kubelet update Pod. status
        kubelet delete Pod. always
        kubelet update Node. status metadata.annotations metadata.labels
        apiserver update CustomResourceDefinition.apiextensions.k8s.io status metadata.finalizers
        apiserver update APIService.apiregistration.k8s.io status
        apiserver update Namespace. status
        apiserver update ResourceQuota. status
        apiserver update PodDisruptionBudget.policy status
        apiserver update FlowSchema.flowcontrol.apiserver.k8s.io status
        apiserver update PriorityLevelConfiguration.flowcontrol.apiserver.k8s.io status
        any-account update Ingress.networking.k8s.io status metadata.finalizers
        any-account update Service. status metadata.finalizers metadata.annotations["metallb.io/ip-allocated-from-pool"] metadata.annotations["metallb.universe.tf/ip-allocated-from-pool"]
        any-account update PersistentVolumeClaim. status
        any-account update PersistentVolume. status
        cert-manager/cert-manager-cainjector update CustomResourceDefinition.apiextensions.k8s.io spec.conversion.webhook.clientConfig.caBundle
        cert-manager/cert-manager-cainjector update APIService.apiregistration.k8s.io spec.caBundle
        """;
}
