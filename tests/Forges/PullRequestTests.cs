using System.Net;
using System.Text.Json.Nodes;

namespace GitOpsGuard.Forges.Tests;

public sealed class PullRequestTests
{
    private const string Opened = """{"number":7,"html_url":"https://git.acme.dev/acme/shop/pulls/7","head":{"ref":"gitops/chg-1"},"base":{"ref":"main"}}""";
    private static readonly PullRequestDraft Draft = new("Title", "Body", "gitops/chg-1", "main");
    private static readonly ForgeAddress Gitea = new(ForgeKind.Gitea, new("https://git.acme.dev/acme/shop"));
    private static readonly ForgeAddress GitHub = new(ForgeKind.GitHub, new("https://github.com/acme/shop"));

    [Fact]
    public async Task Gitea_opens_a_pull_request()
    {
        using var fake = new FakeForge((HttpStatusCode.Created, Opened));
        var pull = await new GiteaForge(fake.Client, Gitea, "s3cret").OpenAsync(Draft, TestContext.Current.CancellationToken);
        Assert.Equal(new(7, "https://git.acme.dev/acme/shop/pulls/7"), pull);
        var (line, authorization, body) = Assert.Single(fake.Requests);
        Assert.Equal("POST https://git.acme.dev/api/v1/repos/acme/shop/pulls", line);
        Assert.Equal("token s3cret", authorization);
        Assert.Equal("""{"title":"Title","body":"Body","head":"gitops/chg-1","base":"main"}""", JsonNode.Parse(body)!.ToJsonString());
    }

    [Fact]
    public async Task A_pull_request_that_exists_is_found()
    {
        using var fake = new FakeForge((HttpStatusCode.Conflict, """{"message":"exists"}"""), (HttpStatusCode.OK, $"[{Opened.Replace("chg-1", "chg-0")},{Opened}]"));
        var pull = await new GiteaForge(fake.Client, Gitea, "s3cret").OpenAsync(Draft, TestContext.Current.CancellationToken);
        Assert.Equal(7, pull.Number);
        using var hub = new FakeForge((HttpStatusCode.UnprocessableEntity, """{"message":"Validation Failed"}"""), (HttpStatusCode.OK, $"[{Opened}]"));
        await new GitHubForge(hub.Client, GitHub, "s3cret").OpenAsync(Draft, TestContext.Current.CancellationToken);
        Assert.Equal("GET https://api.github.com/repos/acme/shop/pulls?state=open&head=acme%3Agitops%2Fchg-1&base=main", hub.Requests[1].Line);
    }

    [Fact]
    public async Task Github_opens_a_pull_request()
    {
        using var fake = new FakeForge((HttpStatusCode.Created, Opened));
        Assert.Equal(7, (await new GitHubForge(fake.Client, GitHub, "s3cret").OpenAsync(Draft, TestContext.Current.CancellationToken)).Number);
        Assert.Equal(("POST https://api.github.com/repos/acme/shop/pulls", "Bearer s3cret"), (fake.Requests[0].Line, fake.Requests[0].Authorization));
    }

    [Theory]
    [InlineData(401, "the token in GITEA_TOKEN was refused; set one that is valid")]
    [InlineData(403, "the token in GITEA_TOKEN may not do that")]
    [InlineData(404, "there is no such repository, or the token in GITEA_TOKEN does not see it")]
    [InlineData(422, "head does not exist")]
    [InlineData(302, "the forge redirects")]
    [InlineData(500, "the forge failed; try again later")]
    [InlineData(0, "does not answer")]
    public async Task A_refusal_names_forge_repository_and_what_to_do(int status, string words)
    {
        using var fake = new FakeForge(((HttpStatusCode)status, """{"message":"head does not exist"}"""));
        var refused = await Assert.ThrowsAsync<ForgeException>(() => new GiteaForge(fake.Client, Gitea, "s3cret").OpenAsync(Draft, TestContext.Current.CancellationToken));
        Assert.Contains("Gitea repository acme/shop at https://git.acme.dev", refused.Message, StringComparison.Ordinal);
        Assert.Contains(words, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", refused.ToString(), StringComparison.Ordinal);
    }
}
