namespace GitOpsGuard.Playground.Cluster.Schemas;

/// <summary>
/// What the client's models do not say about their fields, one type a line (indented lines continue it), in the
/// order of the letters below. Lists not named here are atomic, structs and maps granular.
/// <code>
/// Type: @            the struct is one leaf
/// field!             required
/// field{}  field?    always serialised: the empty object, or zero
/// field=value        default
/// field&lt;A|B&gt;         the only values
/// field[a,b]         list of maps with keys; patches merge by the first key
/// field[]            set
/// field~x,y:key      patch strategies (and merge key) where they differ from those of the list type
/// field@  field%     this field is one leaf, although its type is not; or the other way round
/// </code>
/// </summary>
internal static class ModelTraitTable
{
    public const string Text = """
        Admissionregistrationv1ServiceReference: name! namespace!
        Apiextensionsv1ServiceReference: name! namespace!
        Authenticationv1TokenRequest: spec{} status{}
        Corev1EndpointPort: @ port! protocol<SCTP|TCP|UDP>
        Corev1Event: eventTime? firstTimestamp? involvedObject!{} lastTimestamp? reportingComponent? reportingInstance? source{}
        Corev1ResourceClaim: name!
        Discoveryv1EndpointPort: @ protocol<SCTP|TCP|UDP>
        Eventsv1Event: deprecatedSource{} eventTime! regarding{}
        Eventsv1EventSeries: count! lastObservedTime!
        Rbacv1Subject: @ kind! name!
        Storagev1TokenRequest: audience!
        V1APIService: spec{} status{}
        V1APIServiceCondition: lastTransitionTime? status! type!
        V1APIServiceSpec: groupPriorityMinimum! versionPriority!
        V1APIServiceStatus: conditions[type]
        V1AWSElasticBlockStoreVolumeSource: volumeID!
        V1AppArmorProfile: type!<Localhost|RuntimeDefault|Unconfined>
        V1AttachedVolume: devicePath! name!
        V1AuditAnnotation: key! valueExpression!
        V1AzureDiskVolumeSource: cachingMode=ReadWrite<None|ReadOnly|ReadWrite> diskName! diskURI! fsType=ext4
          kind=Shared<Dedicated|Managed|Shared> readOnly?
        V1AzureFilePersistentVolumeSource: secretName! shareName!
        V1AzureFileVolumeSource: secretName! shareName!
        V1Binding: target!{}
        V1CSIDriver: spec!{}
        V1CSIDriverSpec: volumeLifecycleModes[]
        V1CSINode: spec!{}
        V1CSINodeDriver: name! nodeID!
        V1CSINodeSpec: drivers![name]
        V1CSIPersistentVolumeSource: driver! volumeHandle!
        V1CSIStorageCapacity: storageClassName!
        V1CSIVolumeSource: driver!
        V1CephFSPersistentVolumeSource: monitors!
        V1CephFSVolumeSource: monitors!
        V1CertificateSigningRequest: spec!{} status{}
        V1CertificateSigningRequestCondition: lastTransitionTime? lastUpdateTime? status! type!
        V1CertificateSigningRequestSpec: request! signerName!
        V1CertificateSigningRequestStatus: conditions[type]~replace
        V1CinderPersistentVolumeSource: volumeID!
        V1CinderVolumeSource: volumeID!
        V1ClusterRole: rules?
        V1ClusterRoleBinding: roleRef!{}
        V1ClusterTrustBundleProjection: path!
        V1ComponentCondition: status! type!
        V1ComponentStatus: conditions[type]
        V1Condition: lastTransitionTime! message! reason! status! type!
        V1ConfigMapKeySelector: @ key!
        V1ConfigMapNodeConfigSource: kubeletConfigKey! name! namespace!
        V1Container: env[name] imagePullPolicy<Always|IfNotPresent|Never> name! ports[containerPort,protocol]
          resources{} terminationMessagePolicy<FallbackToLogsOnError|File> volumeDevices[devicePath]
          volumeMounts[mountPath]
        V1ContainerExtendedResourceRequest: containerName! requestName! resourceName!
        V1ContainerPort: containerPort! protocol=TCP<SCTP|TCP|UDP>
        V1ContainerResizePolicy: resourceName! restartPolicy!
        V1ContainerRestartRule: action!
        V1ContainerRestartRuleOnExitCodes: operator! values[]
        V1ContainerStateTerminated: finishedAt? startedAt? exitCode!
        V1ContainerStatus: allocatedResourcesStatus[name] image! imageID! lastState{} name! ready! restartCount!
          state{} volumeMounts[mountPath]
        V1ControllerRevision: revision!
        V1CronJob: spec!{} status{}
        V1CronJobSpec: concurrencyPolicy<Allow|Forbid|Replace> jobTemplate!{} schedule!
        V1CrossVersionObjectReference: @ kind! name!
        V1CustomResourceColumnDefinition: jsonPath! name! type!
        V1CustomResourceConversion: strategy!
        V1CustomResourceDefinition: spec!{} status{}
        V1CustomResourceDefinitionCondition: lastTransitionTime? status! type!
        V1CustomResourceDefinitionNames: kind! plural!
        V1CustomResourceDefinitionSpec: group! names!{} scope! versions!
        V1CustomResourceDefinitionStatus: acceptedNames{} conditions?[type]~replace
        V1CustomResourceDefinitionVersion: name! served! storage!
        V1CustomResourceSubresourceScale: specReplicasPath! statusReplicasPath!
        V1DaemonEndpoint: Port!
        V1DaemonSet: spec{} status{}
        V1DaemonSetCondition: lastTransitionTime? status! type!
        V1DaemonSetSpec: selector! template!{} updateStrategy{}
        V1DaemonSetStatus: conditions[type] currentNumberScheduled! desiredNumberScheduled! numberMisscheduled!
          numberReady!
        V1DaemonSetUpdateStrategy: type<OnDelete|RollingUpdate>
        V1Deployment: spec{} status{}
        V1DeploymentCondition: lastTransitionTime? lastUpdateTime? status! type!
        V1DeploymentSpec: selector! strategy{}~retainKeys template!{}
        V1DeploymentStatus: conditions[type]
        V1DeploymentStrategy: type<Recreate|RollingUpdate>
        V1DownwardAPIVolumeFile: path!
        V1Endpoint: addresses![] conditions{}
        V1EndpointAddress: @ ip!
        V1EndpointSlice: addressType!<FQDN|IPv4|IPv6>
        V1EnvVar: name!
        V1EphemeralContainer: env[name] imagePullPolicy<Always|IfNotPresent|Never> name!
          ports[containerPort,protocol] resources{} terminationMessagePolicy<FallbackToLogsOnError|File>
          volumeDevices[devicePath] volumeMounts[mountPath]
        V1ExpressionWarning: fieldRef! warning!
        V1FieldSelectorRequirement: key! operator!
        V1FileKeySelector: @ key! path! volumeName!
        V1FlexPersistentVolumeSource: driver!
        V1FlexVolumeSource: driver!
        V1ForNode: name!
        V1ForZone: name!
        V1GCEPersistentDiskVolumeSource: pdName!
        V1GRPCAction: port!
        V1GitRepoVolumeSource: repository!
        V1GlusterfsPersistentVolumeSource: endpoints! path!
        V1GlusterfsVolumeSource: endpoints! path!
        V1HTTPGetAction: port! scheme<HTTP|HTTPS>
        V1HTTPHeader: name! value!
        V1HTTPIngressPath: backend!{} pathType!<Exact|ImplementationSpecific|Prefix>
        V1HTTPIngressRuleValue: paths!
        V1HorizontalPodAutoscaler: spec!{} status{}
        V1HorizontalPodAutoscalerSpec: maxReplicas! scaleTargetRef!{}
        V1HorizontalPodAutoscalerStatus: currentReplicas! desiredReplicas!
        V1HostAlias: ip!
        V1HostIP: ip!
        V1HostPathVolumeSource: path!
          type<|BlockDevice|CharDevice|Directory|DirectoryOrCreate|File|FileOrCreate|Socket>
        V1IPAddress: spec!{}
        V1IPAddressSpec: parentRef!
        V1IPBlock: cidr!
        V1ISCSIPersistentVolumeSource: iqn! iscsiInterface=default lun! targetPortal!
        V1ISCSIVolumeSource: iqn! iscsiInterface=default lun! targetPortal!
        V1ImageVolumeSource: pullPolicy<Always|IfNotPresent|Never>
        V1ImageVolumeStatus: imageRef!
        V1Ingress: spec{} status{}
        V1IngressClass: spec{}
        V1IngressClassParametersReference: kind! name!
        V1IngressPortStatus: port! protocol!<SCTP|TCP|UDP>
        V1IngressServiceBackend: name! port{}
        V1IngressStatus: loadBalancer{}
        V1JSONSchemaProps: x-kubernetes-validations[rule]
        V1Job: spec{} status{}
        V1JobCondition: lastProbeTime? lastTransitionTime? status! type!
        V1JobSpec: completionMode<Indexed|NonIndexed> podReplacementPolicy<Failed|TerminatingOrFailed> template!{}
        V1JobStatus: conditions~merge:type
        V1JobTemplateSpec: spec{}
        V1KeyToPath: key! path!
        V1LabelSelector: @
        V1LabelSelectorRequirement: key! operator!
        V1Lease: spec{}
        V1LimitRange: spec{}
        V1LimitRangeItem: type!
        V1LimitRangeSpec: limits!
        V1LinuxContainerUser: gid! uid!
        V1LocalObjectReference: @
        V1LocalSubjectAccessReview: spec!{} status{}
        V1LocalVolumeSource: path!
        V1MatchCondition: expression! name!
        V1MatchResources: @ matchPolicy<Equivalent|Exact>
        V1ModifyVolumeStatus: status!<InProgress|Infeasible|Pending>
        V1MutatingAdmissionPolicy: spec{}
        V1MutatingAdmissionPolicyBinding: spec{}
        V1MutatingAdmissionPolicySpec: failurePolicy<Fail|Ignore> matchConditions[name]
          reinvocationPolicy<IfNeeded|Never>
        V1MutatingWebhook: admissionReviewVersions! clientConfig!{} failurePolicy<Fail|Ignore> matchConditions[name]
          matchPolicy<Equivalent|Exact> name! reinvocationPolicy<IfNeeded|Never>
          sideEffects!<None|NoneOnDryRun|Some|Unknown>
        V1MutatingWebhookConfiguration: webhooks[name]
        V1Mutation: patchType!<ApplyConfiguration|JSONPatch>
        V1NFSVolumeSource: path! server!
        V1NamedRuleWithOperations: @ scope<*|Cluster|Namespaced>
        V1Namespace: spec{} status{}
        V1NamespaceCondition: lastTransitionTime? status! type!
        V1NamespaceStatus: conditions[type] phase<Active|Terminating>
        V1NetworkPolicy: spec{}
        V1NetworkPolicyPort: protocol<SCTP|TCP|UDP>
        V1NetworkPolicySpec: podSelector{}
        V1Node: spec{} status{}
        V1NodeAddress: address! type!
        V1NodeAllocatableResourceClaimStatus: containers[] resourceClaimName!
        V1NodeCondition: lastHeartbeatTime? lastTransitionTime? status! type!
        V1NodeDaemonEndpoints: kubeletEndpoint{}
        V1NodeSelector: @ nodeSelectorTerms!
        V1NodeSelectorRequirement: key! operator!<DoesNotExist|Exists|Gt|In|Lt|NotIn>
        V1NodeSelectorTerm: @
        V1NodeSpec: podCIDRs[]~merge
        V1NodeStatus: addresses[type] conditions[type] daemonEndpoints{} nodeInfo{}
          phase<Pending|Running|Terminated>
        V1NodeSystemInfo: architecture! bootID! containerRuntimeVersion! kernelVersion! kubeProxyVersion!
          kubeletVersion! machineID! operatingSystem! osImage! systemUUID!
        V1NonResourceRule: verbs!
        V1ObjectFieldSelector: @ fieldPath!
        V1ObjectMeta: finalizers[]~merge ownerReferences[uid]
        V1ObjectReference: @
        V1OwnerReference: @ apiVersion! kind! name! uid!
        V1ParamKind: @
        V1ParamRef: @
        V1ParentReference: name! resource!
        V1PersistentVolume: spec{} status{}
        V1PersistentVolumeClaim: spec{} status{}
        V1PersistentVolumeClaimCondition: lastProbeTime? lastTransitionTime? status! type!
        V1PersistentVolumeClaimSpec: resources{} volumeMode<Block|Filesystem>
        V1PersistentVolumeClaimStatus: conditions[type] phase<Bound|Lost|Pending>
        V1PersistentVolumeClaimTemplate: spec!{}
        V1PersistentVolumeClaimVolumeSource: claimName!
        V1PersistentVolumeSpec: claimRef% persistentVolumeReclaimPolicy<Delete|Recycle|Retain>
          volumeMode<Block|Filesystem>
        V1PersistentVolumeStatus: phase<Available|Bound|Failed|Pending|Released>
        V1PhotonPersistentDiskVolumeSource: pdID!
        V1Pod: spec{} status{}
        V1PodAffinityTerm: topologyKey!
        V1PodCertificateProjection: keyType! signerName!
        V1PodCondition: lastProbeTime? lastTransitionTime? status! type!
        V1PodDisruptionBudget: spec{} status{}
        V1PodDisruptionBudgetSpec: selector~replace unhealthyPodEvictionPolicy<AlwaysAllow|IfHealthyBudget>
        V1PodDisruptionBudgetStatus: conditions[type] currentHealthy? desiredHealthy? disruptionsAllowed?
          expectedPods?
        V1PodExtendedResourceClaimStatus: requestMappings! resourceClaimName!
        V1PodFailurePolicy: rules!
        V1PodFailurePolicyOnExitCodesRequirement: operator!<In|NotIn> values![]
        V1PodFailurePolicyOnPodConditionsPattern: status? type!
        V1PodFailurePolicyRule: action!<Count|FailIndex|FailJob|Ignore>
        V1PodIP: ip!
        V1PodOS: name!
        V1PodReadinessGate: conditionType!
        V1PodResourceClaim: name!
        V1PodResourceClaimStatus: name!
        V1PodSchedulingGate: name!
        V1PodSecurityContext: fsGroupChangePolicy<Always|OnRootMismatch> supplementalGroupsPolicy<Merge|Strict>
        V1PodSpec: containers![name] dnsPolicy<ClusterFirstWithHostNet|ClusterFirst|Default|None>
          ephemeralContainers[name] hostAliases[ip] imagePullSecrets[name] initContainers[name] nodeSelector@
          preemptionPolicy<Never|PreemptLowerPriority> resourceClaims[name]~merge,retainKeys
          restartPolicy<Always|Never|OnFailure> schedulingGates[name]
          topologySpreadConstraints[topologyKey,whenUnsatisfiable] volumes[name]~merge,retainKeys
        V1PodStatus: conditions[type] hostIPs~merge:ip phase<Failed|Pending|Running|Succeeded|Unknown> podIPs[ip]
          qosClass<BestEffort|Burstable|Guaranteed> resourceClaimStatuses[name]~merge,retainKeys
        V1PodTemplate: template{}
        V1PodTemplateSpec: spec{}
        V1PolicyRule: verbs!
        V1PortStatus: port! protocol!<SCTP|TCP|UDP>
        V1PortworxVolumeSource: volumeID!
        V1PreferredSchedulingTerm: preference!{} weight!
        V1PriorityClass: preemptionPolicy<Never|PreemptLowerPriority> value?
        V1QuobyteVolumeSource: registry! volume!
        V1RBDPersistentVolumeSource: image! keyring=/etc/ceph/keyring monitors! pool=rbd user=admin
        V1RBDVolumeSource: image! keyring=/etc/ceph/keyring monitors! pool=rbd user=admin
        V1ReplicaSet: spec{} status{}
        V1ReplicaSetCondition: lastTransitionTime? status! type!
        V1ReplicaSetSpec: selector! template{}
        V1ReplicaSetStatus: conditions[type] replicas!
        V1ReplicationController: spec{} status{}
        V1ReplicationControllerCondition: lastTransitionTime? status! type!
        V1ReplicationControllerSpec: minReadySeconds? replicas=1 selector@
        V1ReplicationControllerStatus: conditions[type] replicas!
        V1ResourceFieldSelector: @ resource!
        V1ResourceHealth: resourceID!
        V1ResourceQuota: spec{} status{}
        V1ResourceRequirements: claims[name]~replace
        V1ResourceRule: verbs!
        V1ResourceStatus: name! resources[resourceID]~replace
        V1Role: rules?
        V1RoleBinding: roleRef!{}
        V1RoleRef: @ kind! name!
        V1RuleWithOperations: scope<*|Cluster|Namespaced>
        V1RuntimeClass: handler!
        V1Scale: spec{} status{}
        V1ScaleIOPersistentVolumeSource: fsType=xfs gateway! secretRef! storageMode=ThinProvisioned system!
        V1ScaleIOVolumeSource: fsType=xfs gateway! secretRef! storageMode=ThinProvisioned system!
        V1ScaleSpec: replicas?
        V1ScaleStatus: replicas!
        V1Scheduling: nodeSelector@
        V1ScopeSelector: @
        V1ScopedResourceSelectorRequirement: operator!<DoesNotExist|Exists|In|NotIn>
          scopeName!<BestEffort|CrossNamespacePodAffinity|NotBestEffort|NotTerminating|PriorityClass|Terminating|VolumeAttributesClass>
        V1SeccompProfile: type!<Localhost|RuntimeDefault|Unconfined>
        V1SecretKeySelector: @ key!
        V1SecretReference: @
        V1SecurityContext: procMount<Default|Unmasked>
        V1SelectableField: jsonPath!
        V1SelfSubjectAccessReview: spec!{} status{}
        V1SelfSubjectReview: status{}
        V1SelfSubjectReviewStatus: userInfo{}
        V1SelfSubjectRulesReview: spec!{} status{}
        V1Service: spec{} status{}
        V1ServiceAccount: secrets[name]
        V1ServiceAccountTokenProjection: path!
        V1ServiceBackendPort: @
        V1ServiceCIDR: spec{} status{}
        V1ServiceCIDRStatus: conditions[type]
        V1ServicePort: port! protocol=TCP<SCTP|TCP|UDP>
        V1ServiceSpec: externalTrafficPolicy<Cluster|Local> internalTrafficPolicy<Cluster|Local>
          ipFamilyPolicy<PreferDualStack|RequireDualStack|SingleStack> ports[port,protocol] selector@
          sessionAffinity<ClientIP|None> type<ClusterIP|ExternalName|LoadBalancer|NodePort>
        V1ServiceStatus: conditions[type] loadBalancer{}
        V1ShardInfo: selector!
        V1SleepAction: seconds!
        V1StatefulSet: spec{} status{}
        V1StatefulSetCondition: lastTransitionTime? status! type!
        V1StatefulSetOrdinals: start?
        V1StatefulSetSpec: podManagementPolicy<OrderedReady|Parallel> selector! serviceName? template!{}
          updateStrategy{}
        V1StatefulSetStatus: availableReplicas? conditions[type] replicas!
        V1StatefulSetUpdateStrategy: type<OnDelete|RollingUpdate>
        V1StorageClass: provisioner! reclaimPolicy<Delete|Recycle|Retain>
          volumeBindingMode<Immediate|WaitForFirstConsumer>
        V1SubjectAccessReview: spec!{} status{}
        V1SubjectAccessReviewStatus: allowed!
        V1SubjectRulesReviewStatus: incomplete! nonResourceRules! resourceRules!
        V1SuccessPolicy: rules!
        V1Sysctl: name! value!
        V1TCPSocketAction: port!
        V1Taint: effect!<NoExecute|NoSchedule|PreferNoSchedule> key!
        V1TokenRequestStatus: token?
        V1TokenReview: spec!{} status{}
        V1TokenReviewSpec: token!
        V1TokenReviewStatus: user{}
        V1Toleration: effect<NoExecute|NoSchedule|PreferNoSchedule> operator<Equal|Exists|Gt|Lt>
        V1TopologySelectorLabelRequirement: key! values!
        V1TopologySelectorTerm: @
        V1TopologySpreadConstraint: maxSkew! nodeAffinityPolicy<Honor|Ignore> nodeTaintsPolicy<Honor|Ignore>
          topologyKey! whenUnsatisfiable!<DoNotSchedule|ScheduleAnyway>
        V1TypedLocalObjectReference: @ kind! name!
        V1TypedObjectReference: kind! name!
        V1UncountedTerminatedPods: failed[] succeeded[]
        V1ValidatingAdmissionPolicy: spec{} status{}
        V1ValidatingAdmissionPolicyBinding: spec!{}
        V1ValidatingAdmissionPolicyBindingSpec: policyName! validationActions[]
        V1ValidatingAdmissionPolicySpec: failurePolicy<Fail|Ignore> matchConditions[name] variables[name]
        V1ValidatingAdmissionPolicyStatus: conditions[type]~replace
        V1ValidatingWebhook: admissionReviewVersions! clientConfig!{} failurePolicy<Fail|Ignore>
          matchConditions[name] matchPolicy<Equivalent|Exact> name! sideEffects!<None|NoneOnDryRun|Some|Unknown>
        V1ValidatingWebhookConfiguration: webhooks[name]
        V1Validation: expression!
        V1ValidationRule: reason<FieldValueDuplicate|FieldValueForbidden|FieldValueInvalid|FieldValueRequired> rule!
        V1Variable: @ expression! name!
        V1Volume: name!
        V1VolumeAttachment: spec!{} status{}
        V1VolumeAttachmentSpec: attacher! nodeName! source!{}
        V1VolumeAttachmentStatus: attached!
        V1VolumeAttributesClass: driverName!
        V1VolumeDevice: devicePath! name!
        V1VolumeMount: mountPath! mountPropagation<Bidirectional|HostToContainer|None> name!
        V1VolumeMountStatus: mountPath! name!
        V1VsphereVirtualDiskVolumeSource: volumePath!
        V1WebhookConversion: conversionReviewVersions!
        V1WeightedPodAffinityTerm: podAffinityTerm!{} weight!
        V2ContainerResourceMetricSource: container! name! target!{}
        V2ContainerResourceMetricStatus: container! current!{} name!
        V2CrossVersionObjectReference: kind! name!
        V2ExternalMetricSource: metric!{} target!{}
        V2ExternalMetricStatus: current!{} metric!{}
        V2HPAScalingPolicy: periodSeconds! type! value!
        V2HorizontalPodAutoscaler: spec!{} status{}
        V2HorizontalPodAutoscalerCondition: lastTransitionTime? status! type!
        V2HorizontalPodAutoscalerSpec: maxReplicas! scaleTargetRef!{}
        V2HorizontalPodAutoscalerStatus: conditions[type] currentMetrics? desiredReplicas!
        V2MetricIdentifier: name!
        V2MetricSpec: type!
        V2MetricStatus: type!
        V2MetricTarget: type!
        V2ObjectMetricSource: describedObject!{} metric!{} target!{}
        V2ObjectMetricStatus: current!{} describedObject!{} metric!{}
        V2PodsMetricSource: metric!{} target!{}
        V2PodsMetricStatus: current!{} metric!{}
        V2ResourceMetricSource: name! target!{}
        V2ResourceMetricStatus: current!{} name!
        """;
}
