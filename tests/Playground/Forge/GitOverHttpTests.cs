namespace GitOpsGuard.Playground.Tests.Forge;

public sealed class GitOverHttpTests(RunningForge forge) : IClassFixture<RunningForge>
{
    [Fact]
    public async Task Anybody_reads_a_public_repository()
    {
        var result = await forge.TryGitAsync("ls-remote", forge.CloneUrl(), "refs/heads/main");

        Assert.True(result.Succeeded, result.Text);
        Assert.EndsWith("refs/heads/main", result.Output.Trim(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("alice:wrong")]
    public async Task A_push_without_the_right_token_is_refused(string? credentials)
    {
        var result = await forge.TryGitAsync("push", forge.CloneUrl(credentials), ":refs/heads/main");

        Assert.False(result.Succeeded);
    }

    [Fact]
    public async Task A_large_push_arrives_whole()
    {
        // More than git buffers: the push goes over in chunks.
        await forge.PushBranchAsync("large", string.Concat(Enumerable.Range(0, 400_000).Select(i => $"{i * 7919 % 1000003:x}\n")));

        var result = await forge.TryGitAsync("ls-remote", "--exit-code", forge.CloneUrl(), "refs/heads/large");

        Assert.True(result.Succeeded, result.Text);
    }

    [Fact]
    public async Task A_path_outside_the_repositories_is_not_served()
    {
        using var response = await forge.Http.GetAsync(
            new Uri("/team/../../../etc/passwd.git/HEAD", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal(404, (int)response.StatusCode);
    }
}
