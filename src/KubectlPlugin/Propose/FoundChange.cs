using GitOpsGuard.Kubernetes.Kinds;

namespace GitOpsGuard.KubectlPlugin.Propose;

/// <summary>A change request and where it lies.</summary>
internal sealed record FoundChange(string Namespace, string Name, ChangeRequestSpec Spec, ChangeRequestStatus Status)
{
    /// <summary>The changed object as messages name it: <c>Deployment shop/web</c>.</summary>
    public string Object => Spec.Object.Namespace is { Length: > 0 } ns ? $"{Spec.Object.Kind} {ns}/{Spec.Object.Name}" : $"{Spec.Object.Kind} {Spec.Object.Name}";
}
