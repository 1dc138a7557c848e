namespace GitOpsGuard.Playground.Cluster.Fields;

/// <summary>
/// Defaults of built-in types: a type, then <c>path=value</c> (JSON) for fields that are set when absent. A step
/// ending in <c>?</c> is not made: what lies under it is set only where it is present.
/// </summary>
internal static class DefaultTable
{
    public const string Text = """
        V1PodSpec restartPolicy="Always" dnsPolicy="ClusterFirst" schedulerName="default-scheduler"
          terminationGracePeriodSeconds=30 securityContext={}
        V1Pod spec.enableServiceLinks=true status.phase="Pending"
        V1Container terminationMessagePath="/dev/termination-log" terminationMessagePolicy="File"
        V1EphemeralContainer terminationMessagePath="/dev/termination-log" terminationMessagePolicy="File"
        V1Probe timeoutSeconds=1 periodSeconds=10 successThreshold=1 failureThreshold=3 grpc?.service=""
        V1HTTPGetAction path="/" scheme="HTTP"
        V1GRPCAction service=""
        V1SecretVolumeSource defaultMode=420
        V1ConfigMapVolumeSource defaultMode=420
        V1DownwardAPIVolumeSource defaultMode=420
        V1ProjectedVolumeSource defaultMode=420
        V1ServiceAccountTokenProjection expirationSeconds=3600
        V1HostPathVolumeSource type=""
        V1ObjectFieldSelector apiVersion="v1"
        V1ResourceFieldSelector divisor="0"
        V1Deployment spec.replicas=1 spec.revisionHistoryLimit=10 spec.progressDeadlineSeconds=600
          spec.strategy.type="RollingUpdate"
        V1StatefulSet spec.replicas=1 spec.revisionHistoryLimit=10 spec.podManagementPolicy="OrderedReady"
          spec.updateStrategy.type="RollingUpdate" spec.persistentVolumeClaimRetentionPolicy.whenDeleted="Retain"
          spec.persistentVolumeClaimRetentionPolicy.whenScaled="Retain"
        V1DaemonSet spec.revisionHistoryLimit=10 spec.updateStrategy.type="RollingUpdate"
        V1ReplicaSet spec.replicas=1
        V1ReplicationController spec.replicas=1
        V1Job spec.backoffLimit=6 spec.completionMode="NonIndexed" spec.suspend=false spec.manualSelector=false
          spec.podReplacementPolicy="TerminatingOrFailed"
        V1CronJob spec.concurrencyPolicy="Allow" spec.suspend=false spec.successfulJobsHistoryLimit=3
          spec.failedJobsHistoryLimit=1
        V1ServiceSpec sessionAffinity="None" type="ClusterIP"
        V1PersistentVolumeClaimSpec volumeMode="Filesystem"
        V1PersistentVolumeClaim status.phase="Pending"
        V1PersistentVolumeSpec volumeMode="Filesystem" persistentVolumeReclaimPolicy="Retain"
        V1PersistentVolume status.phase="Pending"
        V1Secret type="Opaque"
        V1Namespace status.phase="Active"
        V1StorageClass reclaimPolicy="Delete" volumeBindingMode="Immediate"
        V1PriorityClass preemptionPolicy="PreemptLowerPriority"
        V1NetworkPolicyPort protocol="TCP"
        V1IngressClass spec.parameters?.scope="Cluster"
        Discoveryv1EndpointPort name="" protocol="TCP"
        Corev1EndpointPort protocol="TCP"
        V1HorizontalPodAutoscaler spec.minReplicas=1 spec.targetCPUUtilizationPercentage=80
        V2HorizontalPodAutoscaler spec.minReplicas=1
        V2HorizontalPodAutoscalerBehavior scaleUp.stabilizationWindowSeconds=0 scaleUp.selectPolicy="Max"
          scaleUp.policies=[{"type":"Pods","value":4,"periodSeconds":15},{"type":"Percent","value":100,"periodSeconds":15}]
          scaleDown.selectPolicy="Max" scaleDown.policies=[{"type":"Percent","value":100,"periodSeconds":15}]
        V1RoleRef apiGroup="rbac.authorization.k8s.io"
        V1ValidatingWebhook failurePolicy="Fail" matchPolicy="Equivalent" namespaceSelector={} objectSelector={}
          timeoutSeconds=10
        V1MutatingWebhook failurePolicy="Fail" matchPolicy="Equivalent" namespaceSelector={} objectSelector={}
          timeoutSeconds=10 reinvocationPolicy="Never"
        V1RuleWithOperations scope="*"
        V1NamedRuleWithOperations scope="*"
        V1MatchResources namespaceSelector={} objectSelector={} matchPolicy="Equivalent"
        V1ValidatingAdmissionPolicySpec failurePolicy="Fail"
        V1MutatingAdmissionPolicySpec failurePolicy="Fail"
        Admissionregistrationv1ServiceReference port=443
        Apiextensionsv1ServiceReference port=443
        Apiregistrationv1ServiceReference port=443
        V1CustomResourceDefinitionSpec conversion.strategy="None"
        V1TokenRequestSpec expirationSeconds=3600
        V1CSIDriverSpec attachRequired=true podInfoOnMount=false storageCapacity=false requiresRepublish=false
          seLinuxMount=false fsGroupPolicy="ReadWriteOnceWithFSType" volumeLifecycleModes=["Persistent"]
        """;
}
