namespace GitOpsGuard.Core.Admission.Checks;

/// <summary>What no policy covers, and who is trusted by the policies that do, passes.</summary>
internal static class PolicyCheck
{
    internal static Decision? Decide(Judgement judgement) =>
        judgement.Policies.IsEmpty || judgement.TrustedByPolicy ? Decision.Allow("") : null;
}
