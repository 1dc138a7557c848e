using KubeOps.Abstractions.Builder;

namespace GitOpsGuard.Operator.Tests.Contract;

/// <summary>The contract that controllers are written against is that of KubeOps, neither more nor, without a reason, less.</summary>
public sealed class SurfaceTests
{
    private static readonly IReadOnlyList<string> Theirs = Lines("KubeOps-13.1.signatures.txt");

    private static readonly IReadOnlyList<string> Ours =
        Signatures.Of(typeof(IOperatorBuilder).Assembly, t => t.Namespace!.StartsWith("KubeOps", StringComparison.Ordinal));

    /// <summary>Beginnings of signatures, each with the reason why what begins so is left out.</summary>
    private static readonly IReadOnlyList<(string Prefix, string Reason)> LeftOut =
        [.. Lines("left-out.txt").Select(l => l.Split(" -- ", 2)).Select(l => (l[0].TrimEnd(), l[1].Trim()))];

    [Fact]
    public void What_we_have_of_the_contract_is_as_KubeOps_has_it()
    {
        Assert.NotEmpty(Ours);
        Assert.Empty(Ours.Except(Theirs));
    }

    [Fact]
    public void What_we_lack_of_the_contract_is_left_out_for_a_reason()
    {
        Assert.DoesNotContain(Theirs.Except(Ours), l => !LeftOut.Any(o => l.StartsWith(o.Prefix, StringComparison.Ordinal)));
    }

    [Fact]
    public void What_is_left_out_exists_and_is_not_here()
    {
        Assert.All(LeftOut, o => Assert.NotEmpty(o.Reason));
        Assert.DoesNotContain(LeftOut, o => !Theirs.Any(l => l.StartsWith(o.Prefix, StringComparison.Ordinal)));
        Assert.DoesNotContain(LeftOut, o => Ours.Any(l => l.StartsWith(o.Prefix, StringComparison.Ordinal)));
    }

    private static List<string> Lines(string file) =>
        [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Contract", file)).Where(l => l.Length > 0 && l[0] != '#')];
}
