using System.Collections.Frozen;
using GitOpsGuard.Kubernetes;

namespace GitOpsGuard.KubectlPlugin.Explain;

/// <summary>Kinds that every cluster serves alike, so that naming one costs no question to the server.</summary>
internal static class KnownKinds
{
    private const string Table = """
        v1 pods Pod po
        v1 services Service svc
        v1 configmaps ConfigMap cm
        v1 secrets Secret
        v1 serviceaccounts ServiceAccount sa
        v1 persistentvolumeclaims PersistentVolumeClaim pvc
        apps/v1 deployments Deployment deploy
        apps/v1 statefulsets StatefulSet sts
        apps/v1 daemonsets DaemonSet ds
        apps/v1 replicasets ReplicaSet rs
        batch/v1 jobs Job
        batch/v1 cronjobs CronJob cj
        networking.k8s.io/v1 ingresses Ingress ing
        networking.k8s.io/v1 networkpolicies NetworkPolicy netpol
        policy/v1 poddisruptionbudgets PodDisruptionBudget pdb
        autoscaling/v2 horizontalpodautoscalers HorizontalPodAutoscaler hpa
        """;

    private static readonly FrozenDictionary<string, Resource> Names = Build();

    /// <summary>The kind of a name; null when the server must be asked.</summary>
    public static Resource? Find(string name) => Names.GetValueOrDefault(name);

    private static FrozenDictionary<string, Resource> Build()
    {
        var names = new Dictionary<string, Resource>(StringComparer.OrdinalIgnoreCase) { ["ns"] = BuiltInResources.Namespaces };
        foreach (var name in (string[])["namespace", "namespaces"]) names[name] = BuiltInResources.Namespaces;
        foreach (var line in Table.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var words = line.Split(' ');
            var (group, version) = words[0].Split('/') is [var g, var v] ? (g, v) : ("", words[0]);
            var resource = new Resource(group, version, words[1], words[2], true);
            foreach (var name in words.Skip(1))
            {
                names[name] = resource;
                if (group.Length > 0) names[$"{name}.{group}"] = names[$"{name}.{version}.{group}"] = resource;
            }
        }

        return names.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }
}
