using System.Collections.Immutable;
using GitOpsGuard.Core.Closed;

namespace GitOpsGuard.Core.Admission;

/// <summary>Turns what a check refuses into the decision that mode and dry run ask for.</summary>
internal static class Refusal
{
    private const int LongestWarning = 120;

    /// <summary>The decision on a refused request.</summary>
    /// <param name="judgement">The request.</param>
    /// <param name="message">What the user reads when it is denied.</param>
    internal static Decision Of(Judgement judgement, string message) => Of(judgement, [], null, _ => message);

    /// <summary>The decision on a refused request whose change is kept.</summary>
    /// <param name="judgement">The request.</param>
    /// <param name="changes">The closed fields that were to change; empty when they are not the point.</param>
    /// <param name="change">What to record; null when nothing is kept.</param>
    /// <param name="message">What the user reads when it is denied, with the change that is kept or null when none will be.</param>
    internal static Decision Of(
        Judgement judgement, IReadOnlyList<FieldDifference> changes, ChangeDraft? change, Func<ChangeDraft?, string> message)
    {
        var decision = Lift.Of(judgement, change) ?? Of(ModeOf(judgement), judgement, change, kept => Lift.WithEnded(judgement, message(kept)));
        return decision with { Objection = Objection.Of(judgement, changes) };
    }

    /// <summary>The decision on a refused request that concerns the lock itself, which no BreakGlass opens.</summary>
    internal static Decision OfTheLock(Judgement judgement, string message) =>
        Of(LockMode(judgement), judgement, null, _ => message) with { Objection = Objection.Of(judgement, []) };

    private static PolicyMode LockMode(Judgement judgement) => judgement.Policies.IsEmpty ? PolicyMode.Enforce : judgement.Policies[0].Mode;

    /// <summary>The mode in which the user is judged: who may contest what Git declares is at most warned.</summary>
    private static PolicyMode ModeOf(Judgement judgement) => LockMode(judgement) switch
    {
        PolicyMode.Enforce when ControllerProfiles.MayContest(judgement.User, judgement.Identity, judgement.Snapshot) => PolicyMode.Warn,
        var mode => mode,
    };

    private static Decision Of(PolicyMode mode, Judgement judgement, ChangeDraft? change, Func<ChangeDraft?, string> message)
    {
        if (judgement.Request.DryRun)
        {
            return Decision.Allow("", Warning($"{judgement.Standing}: without the dry run this would be {(mode == PolicyMode.Enforce ? "denied" : "reported")}"));
        }

        return mode switch
        {
            PolicyMode.Enforce => new()
            {
                Verdict = Verdict.Denied,
                Rule = "",
                Message = message(change),
                MessageUnrecorded = change is null ? null : message(null),
                Change = change,
            },
            PolicyMode.Warn => Decision.Allow("", Warning($"{judgement.Standing}: change it there, or the reconciler will undo this")) with
            {
                Change = change,
                WarningRecorded = change is null ? null : $"to keep it, open it as a pull request: kubectl gitops propose {change.Id}",
            },
            _ => Decision.Allow("") with { Change = change },
        };
    }

    /// <summary>
    /// The decision on a request that would take over a trusted identity. A dry run does not soften it, since its answer may
    /// be the identity itself; where no policy enforces, there is nothing that the identity would unlock.
    /// </summary>
    internal static Decision OfIdentity(Judgement judgement, string message) => judgement.Snapshot.Enforces
        ? Always(message)
        : Decision.Allow("", Warning(message[..message.IndexOf('\n', StringComparison.Ordinal)]));

    /// <summary>A denial that neither mode nor dry run softens.</summary>
    internal static Decision Always(string message) => new() { Verdict = Verdict.Denied, Rule = "", Message = message };

    /// <summary>A warning cut to the length that API servers pass on whole.</summary>
    internal static string Warning(string text) => text.Length <= LongestWarning ? text : $"{text.AsSpan(0, LongestWarning - 3)}...";
}
