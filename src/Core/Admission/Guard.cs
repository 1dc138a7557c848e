using System.Collections.Immutable;
using GitOpsGuard.Core.Admission.Checks;

namespace GitOpsGuard.Core.Admission;

/// <summary>Judges requests: an ordered chain of checks of which the first that decides, decides. Pure.</summary>
public static class Guard
{
    /// <summary>The chain. A new rule is one line here.</summary>
    internal static readonly ImmutableArray<Check> Chain =
    [
        new("policy-fault", PolicyFaultCheck.Decide),
        new("tokens", TokenCheck.Decide),
        new("pod-identity", PodIdentityCheck.Decide),
        new("connection", ConnectionCheck.Decide),
        new("certificate", CertificateCheck.Decide),
        new("reconciler", ReconcilerCheck.Decide),
        new("break-glass", BreakGlassCheck.Decide),
        new("own-kinds", OwnKindsCheck.Decide),
        new("namespace-deletion", NamespaceDeletionCheck.Decide),
        new("namespace-labels", NamespaceLabelCheck.Decide),
        new("definition", DefinitionCheck.Decide),
        new("engine-input", EngineInputCheck.Decide),
        new("tenant", TenantCheck.Decide),
        new("autoscaler", AutoscalerCheck.Decide),
        new("child", ChildCheck.Decide),
        new("binding", BindingCheck.Decide),
        new("operation", OperationCheck.Decide),
        new("advice", AdviceCheck.Decide),
        new("unmanaged", UnmanagedCheck.Decide),
        new("policy", PolicyCheck.Decide),
        new("scale", ScaleCheck.Decide),
        new("subresource", SubresourceCheck.Decide),
        new("creation", CreationCheck.Decide),
        new("deletion", DeletionCheck.Decide),
        new("closed-fields", ClosedFieldsCheck.Decide),
        new("field-manager", FieldManagerCheck.Decide),
        new("managed-fields", ManagedFieldsCheck.Decide),
    ];

    /// <summary>Rule of a request of which no check had anything to say: nothing closed moves.</summary>
    public const string NothingClosed = "nothing-closed";

    /// <summary>Rule of a request that could not be judged.</summary>
    public const string UnsureRule = "unsure";

    /// <summary>Every <see cref="Decision.Rule"/> that there is.</summary>
    public static ImmutableArray<string> Rules { get; } = [.. Chain.Select(check => check.Name), NothingClosed, UnsureRule];

    /// <summary>Judges one request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="snapshot">The cluster.</param>
    /// <param name="now">The time, by which a BreakGlass is open; without it none is.</param>
    public static Decision Decide(AdmissionRequest request, Snapshot snapshot, DateTimeOffset now = default)
    {
        var judgement = new Judgement(request, snapshot, now);
        foreach (var check in Chain)
        {
            if (check.Decide(judgement) is { } decision) return Finish(decision, check.Name);
        }

        return Finish(Decision.Allow(NothingClosed), NothingClosed);

        Decision Finish(Decision decision, string rule) => decision with
        {
            Rule = rule,
            Mode = judgement.Policies.IsEmpty ? null : judgement.Policies[0].Mode,
            Declared = judgement.Declared,
            Noted = judgement.Noted,
        };
    }

    /// <summary>What becomes of a request of which nothing can be said: an unreadable review, an unexpected failure.</summary>
    /// <param name="snapshot">The policies that say what unsure means.</param>
    /// <param name="what">What went wrong, in words for the user.</param>
    public static Decision Unsure(Snapshot snapshot, string what)
    {
        var allowed = !snapshot.Policies.IsDefaultOrEmpty
            && snapshot.Policies.All(policy => policy.AllowUnsure || policy.Mode != PolicyMode.Enforce);
        if (allowed) return Decision.Allow(UnsureRule, "GitOpsGuard could not judge this request and its policy lets it pass");
        return new()
        {
            Verdict = Verdict.Denied,
            Rule = UnsureRule,
            Message = $"GitOpsGuard could not judge this request, so it was denied: {what}.\n"
                + "The log of the webhook has the details; GuardPolicy spec.unsure decides what happens here.",
        };
    }
}
