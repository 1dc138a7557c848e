namespace GitOpsGuard.Playground.Tests;

public sealed class DemoOptionsTests
{
    [Theory]
    [InlineData(null, "manifests", "--repo")]
    [InlineData("", null, "--repo")]
    [InlineData("/no/such/folder", null, "--repo")]
    [InlineData("git@example.org:repo.git", "", "--path")]
    [InlineData(".", "/etc", "--path")]
    [InlineData(".", "a/../..", "--path")]
    public void Options_that_cannot_work_are_explained(string? repository, string? path, string named)
    {
        Assert.Contains(named, new DemoOptions(Keep: false, repository, path).Problem(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData(".", null)]
    [InlineData("https://example.org/repo.git", "deploy/prod")]
    public void Other_options_are_accepted(string? repository, string? path)
    {
        Assert.Null(new DemoOptions(Keep: true, repository, path).Problem());
    }
}
