namespace GitOpsGuard.Core.Admission.Checks;

/// <summary>
/// Operations that change no field of what Git declares pass, are warned about or are refused, as the policies say: a shell,
/// a forwarded port, a proxy, a debug container, an eviction, a restart. The strictest of several policies decides.
/// </summary>
internal static class OperationCheck
{
    private const string RestartedAt = "kubectl.kubernetes.io/restartedAt";

    internal static Decision? Decide(Judgement judgement)
    {
        if (Of(judgement.Request) is not { } operation || Subject(judgement) is not { Policies.IsEmpty: false } subject) return null;
        judgement.Noted = operation.Name;
        var permission = subject.TrustedByPolicy ? Permission.Allow : subject.Policies.Max(policy => operation.Rule(policy.Operations));
        return permission switch
        {
            Permission.Deny => Refusal.Of(subject, new DenialMessage(subject)
                .Line($"{subject.Standing}, and its policy forbids {operation.Name}, so this was denied.")
                .Line("GuardPolicy spec.operations decides what happens here.")
                .ToString()),
            Permission.Warn => Decision.Allow("", Refusal.Warning($"{subject.Standing}: {operation.Name} is discouraged here")),
            _ when operation.IsWhole => Decision.Allow(""),
            _ => null,
        };
    }

    /// <summary>
    /// What the operation is done to: a managed object, or the workload to which a pod belongs. The proxy of a node reaches
    /// every pod on it, so it is a matter of whatever covers the cluster.
    /// </summary>
    private static Judgement? Subject(Judgement judgement)
    {
        if (judgement.Managed) return judgement;
        var (request, name) = (judgement.Request, judgement.Identity.Name);
        return request switch
        {
            { Group: "", Resource: "pods" } => OfPod(judgement, new("", "Pod", request.Namespace, name)),
            { Group: "", Resource: "services" } => judgement.For(new("", "Service", request.Namespace, name)) is { Managed: true } service ? service : null,
            { Group: "", Resource: "nodes", Subresource: "proxy" } => judgement.For(new("", "Node", "", name)),
            _ => null,
        };
    }

    private static Judgement? OfPod(Judgement judgement, ObjectIdentity pod)
    {
        if (judgement.For(pod) is { Managed: true } managed) return managed;
        var owner = Owners.ManagedOf(pod, judgement.Request.OldObject, judgement.Snapshot) ?? Owners.ManagedByName(pod, judgement.Snapshot);
        return owner is { } workload ? judgement.For(workload) : null;
    }

    private static Ruled? Of(AdmissionRequest request) => request switch
    {
        { Operation: Operation.Connect, Subresource: "exec" or "attach" } => new("a shell in a pod", operations => operations.Exec),
        { Operation: Operation.Connect, Subresource: "portforward" } => new("forwarding ports", operations => operations.PortForward),
        { Operation: Operation.Connect, Subresource: "proxy" } => new("the proxy", operations => operations.Proxy),
        { Subresource: "eviction", Operation: Operation.Create } => new("evictions", operations => operations.Eviction),
        { Subresource: "ephemeralcontainers" } => new("debug containers", operations => operations.EphemeralContainers),
        { Operation: Operation.Update, Subresource: "", Group: "apps" } when Restart(request.OldObject) != Restart(request.Object) =>
            new("a restart", operations => operations.RolloutRestart, IsWhole: false),
        _ => null,
    };

    private static string Restart(System.Text.Json.JsonElement workload) =>
        Json.TextAt(workload, "spec", "template", "metadata", "annotations", RestartedAt);

    /// <summary>An operation for which policies have a rule.</summary>
    /// <param name="Name">What messages call it.</param>
    /// <param name="Rule">The rule of a policy.</param>
    /// <param name="IsWhole">Whether the request is nothing else, so that the other checks need not look at it.</param>
    private sealed record Ruled(string Name, Func<Operations, Permission> Rule, bool IsWhole = true);
}
