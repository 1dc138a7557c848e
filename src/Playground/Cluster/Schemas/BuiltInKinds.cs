using System.Reflection;
using k8s.Models;

namespace GitOpsGuard.Playground.Cluster.Schemas;

/// <summary>The kinds that the embedded server serves without a CustomResourceDefinition, in discovery order.</summary>
internal static class BuiltInKinds
{
    // kind, plural, singular, scope, then short names, categories and subresources where there are some.
    private const string Table = """
        # v1
        Binding bindings binding namespaced
        ComponentStatus componentstatuses componentstatus cluster short=cs
        ConfigMap configmaps configmap namespaced short=cm
        Endpoints endpoints endpoints namespaced short=ep
        Event events event namespaced short=ev
        LimitRange limitranges limitrange namespaced short=limits
        Namespace namespaces namespace cluster short=ns sub=finalize,status
        Node nodes node cluster short=no sub=proxy,status
        PersistentVolumeClaim persistentvolumeclaims persistentvolumeclaim namespaced short=pvc sub=status
        PersistentVolume persistentvolumes persistentvolume cluster short=pv sub=status
        Pod pods pod namespaced short=po in=all sub=attach,binding,ephemeralcontainers,eviction,exec,log,portforward,proxy,resize,status
        PodTemplate podtemplates podtemplate namespaced
        ReplicationController replicationcontrollers replicationcontroller namespaced short=rc in=all sub=scale,status
        ResourceQuota resourcequotas resourcequota namespaced short=quota sub=status
        Secret secrets secret namespaced
        ServiceAccount serviceaccounts serviceaccount namespaced short=sa sub=token
        Service services service namespaced short=svc in=all sub=proxy,status
        # apps/v1
        ControllerRevision controllerrevisions controllerrevision namespaced
        DaemonSet daemonsets daemonset namespaced short=ds in=all sub=status
        Deployment deployments deployment namespaced short=deploy in=all sub=scale,status
        ReplicaSet replicasets replicaset namespaced short=rs in=all sub=scale,status
        StatefulSet statefulsets statefulset namespaced short=sts in=all sub=scale,status
        # batch/v1
        CronJob cronjobs cronjob namespaced short=cj in=all sub=status
        Job jobs job namespaced in=all sub=status
        # networking.k8s.io/v1
        IngressClass ingressclasses ingressclass cluster
        Ingress ingresses ingress namespaced short=ing sub=status
        IPAddress ipaddresses ipaddress cluster short=ip
        NetworkPolicy networkpolicies networkpolicy namespaced short=netpol
        ServiceCIDR servicecidrs servicecidr cluster sub=status
        # rbac.authorization.k8s.io/v1
        ClusterRoleBinding clusterrolebindings clusterrolebinding cluster
        ClusterRole clusterroles clusterrole cluster
        RoleBinding rolebindings rolebinding namespaced
        Role roles role namespaced
        # policy/v1
        PodDisruptionBudget poddisruptionbudgets poddisruptionbudget namespaced short=pdb sub=status
        # autoscaling/v2
        HorizontalPodAutoscaler horizontalpodautoscalers horizontalpodautoscaler namespaced short=hpa in=all sub=status
        # autoscaling/v1
        HorizontalPodAutoscaler horizontalpodautoscalers horizontalpodautoscaler namespaced short=hpa in=all sub=status
        # apiextensions.k8s.io/v1
        CustomResourceDefinition customresourcedefinitions customresourcedefinition cluster short=crd,crds in=api-extensions sub=status
        # admissionregistration.k8s.io/v1
        MutatingAdmissionPolicy mutatingadmissionpolicies mutatingadmissionpolicy cluster in=api-extensions
        MutatingAdmissionPolicyBinding mutatingadmissionpolicybindings mutatingadmissionpolicybinding cluster in=api-extensions
        MutatingWebhookConfiguration mutatingwebhookconfigurations mutatingwebhookconfiguration cluster in=api-extensions
        ValidatingAdmissionPolicy validatingadmissionpolicies validatingadmissionpolicy cluster in=api-extensions sub=status
        ValidatingAdmissionPolicyBinding validatingadmissionpolicybindings validatingadmissionpolicybinding cluster in=api-extensions
        ValidatingWebhookConfiguration validatingwebhookconfigurations validatingwebhookconfiguration cluster in=api-extensions
        # coordination.k8s.io/v1
        Lease leases lease namespaced
        # discovery.k8s.io/v1
        EndpointSlice endpointslices endpointslice namespaced
        # events.k8s.io/v1
        Event events event namespaced short=ev
        # storage.k8s.io/v1
        CSIDriver csidrivers csidriver cluster
        CSINode csinodes csinode cluster
        CSIStorageCapacity csistoragecapacities csistoragecapacity namespaced
        StorageClass storageclasses storageclass cluster short=sc
        VolumeAttachment volumeattachments volumeattachment cluster sub=status
        VolumeAttributesClass volumeattributesclasses volumeattributesclass cluster short=vac
        # scheduling.k8s.io/v1
        PriorityClass priorityclasses priorityclass cluster short=pc
        # authentication.k8s.io/v1
        SelfSubjectReview selfsubjectreviews selfsubjectreview cluster
        TokenReview tokenreviews tokenreview cluster
        # authorization.k8s.io/v1
        LocalSubjectAccessReview localsubjectaccessreviews localsubjectaccessreview namespaced
        SelfSubjectAccessReview selfsubjectaccessreviews selfsubjectaccessreview cluster
        SelfSubjectRulesReview selfsubjectrulesreviews selfsubjectrulesreview cluster
        SubjectAccessReview subjectaccessreviews subjectaccessreview cluster
        # apiregistration.k8s.io/v1
        APIService apiservices apiservice cluster in=api-extensions sub=status
        # certificates.k8s.io/v1
        CertificateSigningRequest certificatesigningrequests certificatesigningrequest cluster short=csr sub=approval,status
        # node.k8s.io/v1
        RuntimeClass runtimeclasses runtimeclass cluster
        """;

    public static IReadOnlyList<KindRow> All { get; } = [.. Read()];

    private static IEnumerable<KindRow> Read()
    {
        var models = Models();
        string[] groupVersion = ["", "v1"];
        foreach (var line in Table.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (line.StartsWith('#'))
            {
                groupVersion = line[2..].Contains('/') ? line[2..].Split('/') : ["", line[2..]];
                continue;
            }

            var words = line.Split(' ');
            models.TryGetValue((groupVersion[0], groupVersion[1], words[0]), out var model);
            yield return new KindRow(
                groupVersion[0], groupVersion[1], words[0], words[1], words[2], words[3] == "namespaced",
                Option(words, "short="), Option(words, "in="), Option(words, "sub="), model);
        }
    }

    private static string[] Option(string[] words, string name) =>
        words.FirstOrDefault(word => word.StartsWith(name, StringComparison.Ordinal)) is { } word
            ? word[name.Length..].Split(',')
            : [];

    private static Dictionary<(string Group, string Version, string Kind), Type> Models() =>
        typeof(V1Pod).Assembly.GetExportedTypes()
            .Select(type => (Type: type, Entity: type.GetCustomAttribute<KubernetesEntityAttribute>()))
            .Where(pair => pair.Entity is not null && !pair.Type.Name.EndsWith("List", StringComparison.Ordinal))
            .ToDictionary(pair => (pair.Entity!.Group, pair.Entity.ApiVersion, pair.Entity.Kind), pair => pair.Type);
}
