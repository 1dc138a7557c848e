using GitOpsGuard.Kubernetes.Kinds;
using GitOpsGuard.Reconciler.Outcomes;

namespace GitOpsGuard.Reconciler.Git;

/// <summary>What a source follows.</summary>
internal abstract record GitTarget
{
    private GitTarget()
    {
    }

    public sealed record Branch(string Name) : GitTarget;

    public sealed record Tag(string Name) : GitTarget;

    public sealed record Commit(string Sha) : GitTarget;

    /// <summary>Reads <c>spec.ref</c>; without it, the branch <c>main</c>.</summary>
    public static Outcome<GitTarget> Of(GitReference? reference) => reference switch
    {
        { Semver: not null } => Invalid("spec.ref.semver is not read by this version; use branch, tag or commit"),
        { Commit: { } sha } when sha.Length == 40 && sha.All(char.IsAsciiHexDigit) => new Commit(sha.ToLowerInvariant()),
        { Commit: not null } => Invalid("spec.ref.commit must be a whole commit id of 40 hexadecimal digits"),
        { Tag: { Length: > 0 } tag } => new Tag(tag),
        { Branch: { Length: > 0 } branch } => new Branch(branch),
        _ => new Branch("main"),
    };

    private static Failure.Stalled Invalid(string message) => new(Reasons.InvalidSpec, message);
}
