using GitOpsGuard.Playground.Processes;

namespace GitOpsGuard.EndToEnd.Tests.Scenarios;

/// <summary>What a scenario expects of a command.</summary>
internal static class Verdicts
{
    /// <summary>The command did what it was asked.</summary>
    public static CommandResult MustSucceed(this CommandResult result)
    {
        Assert.True(result.Succeeded, result.Text);
        return result;
    }

    /// <summary>The guard denied it, in words that name <paramref name="what"/>.</summary>
    public static void MustBeDenied(this CommandResult result, string what)
    {
        Assert.False(result.Succeeded, result.Text);
        Assert.Matches(@"admission webhook ""[a-z-]+\.gitopsguard\.dev"" denied the request: ", result.Error);
        Assert.Matches("(is|are) (managed by|declared in) Git", result.Error);
        Assert.Contains(what, result.Error, StringComparison.Ordinal);
    }
}
