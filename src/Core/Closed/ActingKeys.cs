namespace GitOpsGuard.Core.Closed;

/// <summary>
/// Labels and annotations that make some controller act, so that they are closed on a managed object even where Git does
/// not declare them. All other undeclared keys are free: people may annotate what Git manages.
/// </summary>
internal static class ActingKeys
{
    /// <summary>A key that ends in a slash or a dot stands for all keys that begin with it.</summary>
    private static readonly string[] Prefixes =
    [
        // GitOps engines and package managers
        "gitopsguard.dev/",
        "kustomize.toolkit.fluxcd.io/", "helm.toolkit.fluxcd.io/", "source.toolkit.fluxcd.io/", "reconcile.fluxcd.io/",
        "image.toolkit.fluxcd.io/", "fluxcd.io/", "argocd.argoproj.io/", "argoproj.io/", "fleet.cattle.io/",
        "objectset.rio.cattle.io/", "meta.helm.sh/", "helm.sh/", "configsync.gke.io/", "configmanagement.gke.io/",
        "kubectl.kubernetes.io/last-applied-configuration", "applyset.kubernetes.io/", "kapp.k14s.io/",

        // Kubernetes itself
        "deployment.kubernetes.io/", "controller.kubernetes.io/", "batch.kubernetes.io/", "pod-security.kubernetes.io/",
        "rbac.authorization.k8s.io/", "rbac.authorization.kubernetes.io/", "kubernetes.io/enforce-mountable-secrets",
        "kubernetes.io/service-account.", "kubernetes.io/ingress.", "ingressclass.kubernetes.io/",
        "storageclass.kubernetes.io/", "storageclass.beta.kubernetes.io/", "volume.kubernetes.io/",
        "volume.beta.kubernetes.io/", "pv.kubernetes.io/", "scheduler.alpha.kubernetes.io/", "scheduling.kubernetes.io/",
        "node.kubernetes.io/", "container.apparmor.security.beta.kubernetes.io/", "container.seccomp.security.alpha.kubernetes.io/",
        "seccomp.security.alpha.kubernetes.io/", "endpoints.kubernetes.io/", "endpointslice.kubernetes.io/",
        "service.kubernetes.io/", "service.beta.kubernetes.io/", "service.alpha.kubernetes.io/", "topology.kubernetes.io/",
        "api-approved.kubernetes.io", "apiextensions.k8s.io/", "autoscaling.alpha.kubernetes.io/", "addonmanager.kubernetes.io/",

        // Ingress, load balancers, DNS, certificates
        "nginx.ingress.kubernetes.io/", "ingress.kubernetes.io/", "alb.ingress.kubernetes.io/", "elbv2.k8s.aws/",
        "traefik.ingress.kubernetes.io/", "traefik.io/", "haproxy.org/", "haproxy-ingress.github.io/", "projectcontour.io/",
        "konghq.com/", "ingress.cloud.google.com/", "cloud.google.com/", "networking.gke.io/", "beta.cloud.google.com/",
        "appgw.ingress.kubernetes.io/", "service.cilium.io/", "metallb.io/", "metallb.universe.tf/", "kube-vip.io/",
        "loadbalancer.openstack.org/", "external-dns.alpha.kubernetes.io/", "external-dns.kubernetes.io/",
        "cert-manager.io/", "acme.cert-manager.io/", "certmanager.k8s.io/", "nginx.org/", "getambassador.io/", "gateway.networking.k8s.io/",

        // Meshes and networks
        "istio.io/", "istio-injection", "sidecar.istio.io/", "networking.istio.io/", "traffic.sidecar.istio.io/",
        "proxy.istio.io/", "inject.istio.io/", "ambient.istio.io/", "security.istio.io/", "topology.istio.io/",
        "linkerd.io/", "config.linkerd.io/", "config.alpha.linkerd.io/", "viz.linkerd.io/", "consul.hashicorp.com/", "kuma.io/",
        "k8s.v1.cni.cncf.io/", "cni.projectcalico.org/", "projectcalico.org/", "policy.cilium.io/", "io.cilium/", "ovn.kubernetes.io/",

        // Autoscalers, schedulers, rollouts
        "cluster-autoscaler.kubernetes.io/", "karpenter.sh/", "karpenter.k8s.aws/", "keda.sh/", "autoscaling.keda.sh/",
        "scaledobject.keda.sh/", "vpa.k8s.io/", "flagger.app/", "rollout.argoproj.io/", "descheduler.alpha.kubernetes.io/",
        "kueue.x-k8s.io/", "goldilocks.fairwinds.com/", "downscaler/", "reloader.stakater.com/", "keel.sh/",

        // Policy engines
        "admission.gatekeeper.sh/", "policies.kyverno.io/", "pods.kyverno.io/", "kyverno.io/",

        // Secret replicators and injectors
        "replicator.v1.mittwald.de/", "reflector.v1.k8s.emberstack.com/", "kubed.appscode.com/", "config-syncer.appscode.com/",
        "vault.hashicorp.com/", "secrets-store.csi.k8s.io/", "secrets.hashicorp.com/", "external-secrets.io/", "reconcile.external-secrets.io/",
        "sealedsecrets.bitnami.com/", "azure.workload.identity/", "eks.amazonaws.com/", "iam.gke.io/",
        "iam.amazonaws.com/", "aadpodidbinding", "k8tz.io/", "instrumentation.opentelemetry.io/", "sidecar.opentelemetry.io/",
        "sidecar.jaegertracing.io/", "admission.datadoghq.com/", "dapr.io/", "injector.tumblr.com/", "velero.io/", "backup.velero.io/",
    ];

    private static readonly ILookup<string, string> ByHead = Prefixes.ToLookup(Head, StringComparer.Ordinal);

    /// <summary>Whether a controller acts on the key.</summary>
    internal static bool Contains(string key)
    {
        foreach (var prefix in ByHead[Head(key)])
        {
            if (prefix[^1] is '/' or '.' ? key.StartsWith(prefix, StringComparison.Ordinal) : key == prefix) return true;
        }

        return key.EndsWith(".ingress.kubernetes.io", StringComparison.Ordinal);
    }

    private static string Head(string key)
    {
        var slash = key.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? key : key[..slash];
    }
}
