using System.Text.RegularExpressions;
using GitOpsGuard.Playground.Processes;

namespace GitOpsGuard.EndToEnd.Tests.Scenarios;

/// <summary>What a scenario expects of a command; each is noted as what the scenario <see cref="Observed.Saw">saw</see>.</summary>
internal static partial class Verdicts
{
    [GeneratedRegex(@"admission webhook ""[a-z-]+\.gitopsguard\.dev"" denied the request: |ValidatingAdmissionPolicy 'gitopsguard-[a-z]+'")]
    private static partial Regex Denial();

    /// <summary>A command of the preparation, or one that asks, did what it was asked.</summary>
    public static CommandResult MustSucceed(this CommandResult result)
    {
        Assert.True(result.Succeeded, result.Text);
        return result;
    }

    /// <summary>The write passed, and nothing was remarked.</summary>
    public static void MustBeAllowed(this CommandResult result)
    {
        Assert.DoesNotContain("Warning:", result.MustSucceed().Error, StringComparison.Ordinal);
        Observed.Saw("allowed");
    }

    /// <summary>The write passed with a warning that says <paramref name="what"/>.</summary>
    public static void MustBeWarned(this CommandResult result, string what)
    {
        Assert.Contains("Warning:", result.MustSucceed().Error, StringComparison.Ordinal);
        Assert.Contains(what, result.Error, StringComparison.Ordinal);
        Observed.Saw("allowed with a warning");
    }

    /// <summary>The guard, or the floor under it, denied the write in words that say <paramref name="what"/>.</summary>
    public static void MustBeDenied(this CommandResult result, string what)
    {
        Assert.False(result.Succeeded, result.Text);
        Assert.True(Denial().IsMatch(result.Error), result.Text);
        Assert.Contains(what, result.Error, StringComparison.Ordinal);
        Observed.Saw("denied");
    }
}
