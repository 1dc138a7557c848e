using System.Collections.Immutable;
using GitOpsGuard.Core.Closed;

namespace GitOpsGuard.Core.Admission;

/// <summary>What policies have to say against a request, also where mode or a BreakGlass lets it pass: what is counted and reported.</summary>
/// <param name="Policies">Names of the policies.</param>
/// <param name="Mode">Their mode.</param>
/// <param name="Identity">The object.</param>
/// <param name="Fields">The closed fields that were to change, at most <see cref="MostFields"/>; empty when the objection is to the whole request.</param>
/// <param name="MoreFields">Whether there were more.</param>
public sealed record Objection(
    ImmutableArray<string> Policies, PolicyMode Mode, ObjectIdentity Identity, ImmutableArray<string> Fields, bool MoreFields)
{
    /// <summary>Most fields that are named.</summary>
    public const int MostFields = 10;

    /// <summary>The objection to a request that is no dry run; null when no policy has one.</summary>
    internal static Objection? Of(Judgement judgement, IReadOnlyList<FieldDifference> changes) => judgement.Policies.IsEmpty || judgement.Request.DryRun ? null : new(
        [.. judgement.Policies.Select(policy => policy.Name)],
        judgement.Policies[0].Mode,
        judgement.Identity,
        [.. changes.Where(change => !Secrecy.IsLastApplied(change.Path)).Take(MostFields).Select(change => change.Path.ToString())],
        changes.Count > MostFields);
}
