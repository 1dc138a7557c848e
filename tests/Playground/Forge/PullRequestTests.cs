using System.Text.Json.Nodes;

namespace GitOpsGuard.Playground.Tests.Forge;

public sealed class PullRequestTests(RunningForge forge) : IClassFixture<RunningForge>
{
    private const string Changed = "line1: 2\n";

    [Fact]
    public async Task A_pull_request_is_opened_shown_and_merged()
    {
        var number = await OpenAsync("first", "More web");

        var (shown, pull) = await forge.CallAsync(HttpMethod.Get, $"{forge.Api}/pulls/{number}");
        var (merged, _) = await forge.CallAsync(HttpMethod.Post, $"{forge.Api}/pulls/{number}/merge", """{"Do":"merge"}""");
        var (_, after) = await forge.CallAsync(HttpMethod.Get, $"{forge.Api}/pulls/{number}");

        Assert.Equal((200, 200), (shown, merged));
        Assert.Equal("open", (string?)pull!["state"]);
        Assert.True((bool)pull["mergeable"]!);
        Assert.Equal("first", (string?)pull["head"]!["ref"]);
        Assert.Equal("alice", (string?)pull["user"]!["login"]);
        Assert.EndsWith($"/team/shop/pulls/{number}", (string?)pull["html_url"], StringComparison.Ordinal);
        Assert.Equal("closed", (string?)after!["state"]);
        Assert.Equal(await TipAsync(), (string?)after["merge_commit_sha"]);
    }

    [Theory]
    [InlineData("""{"title":"t","head":"h","base":"main","draft":true}""", 400)]
    [InlineData("""{"title":1,"head":"h","base":"main"}""", 400)]
    [InlineData("""["title"]""", 400)]
    [InlineData("""{"title":""", 400)]
    [InlineData("""{"head":"h","base":"main"}""", 422)]
    [InlineData("""{"title":"t","head":"main","base":"main"}""", 422)]
    [InlineData("""{"title":"t","head":"nowhere","base":"main"}""", 404)]
    [InlineData("""{"title":"t","head":"main","base":"nowhere"}""", 404)]
    public async Task A_request_that_cannot_be_opened_is_refused_with_a_message(string body, int status)
    {
        var (answer, error) = await forge.CallAsync(HttpMethod.Post, $"{forge.Api}/pulls", body);

        Assert.Equal(status, answer);
        Assert.NotEmpty((string?)error!["message"] ?? "");
    }

    [Fact]
    public async Task The_same_branches_have_one_open_request()
    {
        await OpenAsync("twice", "Once");

        var (status, _) = await forge.CallAsync(
            HttpMethod.Post, $"{forge.Api}/pulls", """{"title":"Twice","head":"twice","base":"main"}""");

        Assert.Equal(409, status);
    }

    [Theory]
    [InlineData("""{"Do":"merge","now":true}""", 400)]
    [InlineData("""{}""", 422)]
    [InlineData("""{"Do":"magic"}""", 422)]
    [InlineData("""{"Do":"rebase"}""", 405)]
    [InlineData("""{"Do":"merge","head_commit_id":"0000000000000000000000000000000000000000"}""", 409)]
    public async Task A_merge_that_the_document_or_the_branch_does_not_allow_is_refused(string body, int status)
    {
        var number = await OpenAsync($"merge-{Guid.NewGuid():N}", "Try");

        var (answer, _) = await forge.CallAsync(HttpMethod.Post, $"{forge.Api}/pulls/{number}/merge", body);

        Assert.Equal(status, answer);
    }

    [Fact]
    public async Task A_merged_request_is_not_merged_again()
    {
        var number = await OpenAsync("again", "Again");
        var path = $"{forge.Api}/pulls/{number}/merge";
        await forge.CallAsync(HttpMethod.Post, path, """{"Do":"merge"}""");

        var (status, _) = await forge.CallAsync(HttpMethod.Post, path, """{"Do":"merge"}""");

        Assert.Equal(405, status);
    }

    [Fact]
    public async Task Branches_that_conflict_are_not_merged()
    {
        var one = await OpenAsync("conflict-one", "One", "line1: one\n");
        var other = await OpenAsync("conflict-other", "Other", "line1: other\n");
        await forge.CallAsync(HttpMethod.Post, $"{forge.Api}/pulls/{one}/merge", """{"Do":"merge"}""");

        var (_, pull) = await forge.CallAsync(HttpMethod.Get, $"{forge.Api}/pulls/{other}");
        var (status, _) = await forge.CallAsync(HttpMethod.Post, $"{forge.Api}/pulls/{other}/merge", """{"Do":"merge"}""");

        Assert.False((bool)pull!["mergeable"]!);
        Assert.Equal(409, status);
    }

    [Theory]
    [InlineData("", 401)]
    [InlineData("wrong", 401)]
    public async Task Opening_needs_a_right_token(string token, int status)
    {
        var (answer, _) = await forge.CallAsync(HttpMethod.Post, $"{forge.Api}/pulls", "{}", token);

        Assert.Equal(status, answer);
    }

    [Fact]
    public async Task A_private_repository_does_not_exist_for_strangers()
    {
        var (stranger, _) = await forge.CallAsync(HttpMethod.Get, "/api/v1/repos/team/secret", token: "");
        var (friend, _) = await forge.CallAsync(HttpMethod.Get, "/api/v1/repos/team/secret");

        Assert.Equal((404, 200), (stranger, friend));
    }

    private async Task<int> OpenAsync(string branch, string title, string text = Changed)
    {
        await forge.PushBranchAsync(branch, text + $"# {branch}\n");
        var body = new JsonObject { ["title"] = title, ["head"] = branch, ["base"] = "main", ["body"] = "Please." };
        var (status, pull) = await forge.CallAsync(HttpMethod.Post, $"{forge.Api}/pulls", body.ToJsonString());
        Assert.Equal(201, status);
        return (int)pull!["number"]!;
    }

    private async Task<string> TipAsync()
    {
        var result = await forge.TryGitAsync("ls-remote", forge.CloneUrl(), "refs/heads/main");
        return result.Output.Split('\t')[0];
    }
}
