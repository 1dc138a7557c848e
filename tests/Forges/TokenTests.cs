namespace GitOpsGuard.Forges.Tests;

public sealed class TokenTests
{
    private static readonly Dictionary<string, string> Set = new() { ["GITEA_TOKEN"] = "s3cret", ["GITHUB_TOKEN"] = "s3cret" };

    [Theory]
    [InlineData(ForgeKind.Gitea, "https://git.acme.dev/a/b", "https://git.acme.dev/a/b.git")]
    [InlineData(ForgeKind.Gitea, "http://127.0.0.1:3000/a/b", "http://127.0.0.1:3000/a/b.git")]
    [InlineData(ForgeKind.Gitea, "https://git.acme.dev/a/b", "ssh://git@git.acme.dev:2222/a/b.git")]
    [InlineData(ForgeKind.GitHub, "https://github.com/a/b", "git@github.com:a/b.git")]
    public void The_token_goes_to_the_host_of_the_repository(ForgeKind kind, string web, string repository) =>
        Assert.Equal("s3cret", ForgeTokens.For(new(kind, new(web)), repository, Set.GetValueOrDefault));

    [Theory]
    [InlineData(ForgeKind.Gitea, "https://evil.dev/a/b", "https://git.acme.dev/a/b.git")]
    [InlineData(ForgeKind.Gitea, "http://git.acme.dev/a/b", "http://git.acme.dev/a/b.git")]
    public void The_token_goes_nowhere_else(ForgeKind kind, string web, string repository)
    {
        var refused = Assert.Throws<ForgeException>(() => ForgeTokens.For(new(kind, new(web)), repository, Set.GetValueOrDefault));
        Assert.Contains("GITEA_TOKEN is not sent to the Gitea repository a/b at", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Githubs_token_is_for_github_com_alone() =>
        Assert.Null(ForgeTokens.For(new(ForgeKind.GitHub, new("https://github.evil.dev/a/b")), "https://github.evil.dev/a/b", Set.GetValueOrDefault));

    [Fact]
    public void A_server_that_the_user_named_is_trusted()
    {
        var set = new Dictionary<string, string>(Set) { ["GITEA_SERVER_URL"] = "https://git.acme.dev" };
        Assert.Equal("s3cret", ForgeTokens.For(new(ForgeKind.Gitea, new("https://git.acme.dev/a/b")), "https://git.internal/a/b", set.GetValueOrDefault));
        Assert.Throws<ForgeException>(() => ForgeTokens.For(new(ForgeKind.Gitea, new("https://git.internal/a/b")), "https://git.internal/a/b", set.GetValueOrDefault));
    }
}
