using System.Text;
using System.Text.Json;
using GitOpsGuard.Kubernetes.Kinds;
using GitOpsGuard.Reconciler.Git;
using GitOpsGuard.Reconciler.Outcomes;

namespace GitOpsGuard.Reconciler.Tests.Git;

public sealed class GitMirrorTests : IDisposable
{
    private static readonly GitTarget Main = new GitTarget.Branch("main");
    private readonly TemporaryFolder _folder = new();
    private readonly Origin _origin;
    private readonly GitMirrors _mirrors;

    public GitMirrorTests()
    {
        GitLibrary.EnsurePrepared();
        _origin = new(Path.Combine(_folder.Path, "origin.git"));
        _mirrors = new(Path.Combine(_folder.Path, "data"), allowLocal: true, TimeProvider.System);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _origin.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_branch_is_fetched_and_then_followed(bool http)
    {
        await using var server = await GitServer.StartAsync(_origin.Path, Ct);
        var url = http ? server.Url : "file://" + _origin.Path;
        _origin.Commit("main", ("a.yaml", "one"));
        await FetchAsync(url, Main);

        var second = _origin.Commit("main", ("a.yaml", "two"), ("b/c.yaml", "three"));
        var commit = Value(await FetchAsync(url, Main));

        Assert.Equal($"main@sha1:{second}", commit.Revision);
        Assert.Equal(("Ada", "Change it"), (commit.Author, commit.Subject));
        using var tree = _mirrors.Open("shop/web", second)!;
        Assert.Equal("two", Text(tree.Read("a.yaml")));
        Assert.Equal("three", Text(tree.Read("b/c.yaml")));
        Assert.Null(tree.Read("b"));
        Assert.Equal(["a.yaml", "b"], tree.List("")!.Select(e => e.Name));
    }

    [Fact]
    public async Task A_clone_that_is_only_begun_is_passed_over()
    {
        var sha = _origin.Commit("main", ("a.yaml", "one"));
        await FetchAsync("file://" + _origin.Path, Main);
        var home = Assert.Single(Directory.GetDirectories(Path.Combine(_folder.Path, "data", "sources")));
        foreach (var begun in new[] { "0", "z" }) Directory.CreateDirectory(Path.Combine(home, begun));

        using var tree = _mirrors.Open("shop/web", sha);

        Assert.NotNull(tree);
        Assert.Null(_mirrors.Open("shop/web", new string('0', 40)));
    }

    [Fact]
    public async Task An_unmoved_branch_costs_one_request()
    {
        await using var server = await GitServer.StartAsync(_origin.Path, Ct);
        _origin.Commit("main", ("a.yaml", "one"));
        await FetchAsync(server.Url, Main);
        var before = server.Requests;

        await FetchAsync(server.Url, Main);

        Assert.Equal(1, server.Requests - before);
    }

    [Fact]
    public async Task A_tag_and_a_commit_are_found()
    {
        var first = _origin.Commit("main", ("a.yaml", "one"));
        _origin.Tag("v1", first);
        _origin.Commit("main", ("a.yaml", "two"));
        var url = "file://" + _origin.Path;

        Assert.Equal($"v1@sha1:{first}", Value(await FetchAsync(url, new GitTarget.Tag("v1"))).Revision);
        Assert.Equal($"sha1:{first}", Value(await FetchAsync(url, new GitTarget.Commit(first))).Revision);
    }

    [Fact]
    public async Task A_branch_that_is_gone_is_named_and_what_was_fetched_stays()
    {
        var sha = _origin.Commit("release", ("a.yaml", "one"));
        var url = "file://" + _origin.Path;
        await FetchAsync(url, new GitTarget.Branch("release"));
        _origin.RemoveBranch("release");

        var failure = Stalled(await FetchAsync(url, new GitTarget.Branch("release")));

        Assert.Equal(Reasons.ReferenceNotFound, failure.Reason);
        Assert.Contains("'release'", failure.Message);
        using var tree = _mirrors.Open("shop/web", sha);
        Assert.NotNull(tree);
    }

    [Fact]
    public async Task A_repository_that_does_not_exist_is_named()
    {
        await using var server = await GitServer.StartAsync(_origin.Path, Ct);
        var url = server.Url.Replace("shop", "shopp");

        var failure = Stalled(await FetchAsync(url, Main));

        Assert.Equal(Reasons.GitOperationFailed, failure.Reason);
        Assert.Contains(url, failure.Message);
        Stalled(await FetchAsync("file:///no/such/repository", Main));
    }

    [Fact]
    public async Task A_page_that_is_no_repository_is_recognised()
    {
        await using var server = await GitServer.StartAsync(_origin.Path, Ct);

        Stalled(await FetchAsync(server.Url.Replace("acme/shop.git", "page"), Main));
    }

    [Fact]
    public async Task Wrong_credentials_are_told_without_showing_them()
    {
        await using var server = await GitServer.StartAsync(_origin.Path, Ct);
        server.Authorization = "Basic " + Convert.ToBase64String("bob:right"u8);
        _origin.Commit("main", ("a.yaml", "one"));

        var failure = Stalled(await FetchAsync(server.Url, Main, Secret(("username", "bob"), ("password", "wr0ng-secret"))));

        Assert.Equal(Reasons.AuthenticationFailed, failure.Reason);
        Assert.DoesNotContain("wr0ng-secret", failure.ToString());
        Value(await FetchAsync(server.Url, Main, Secret(("username", "bob"), ("password", "right"))));
    }

    [Fact]
    public async Task A_bearer_token_is_sent()
    {
        await using var server = await GitServer.StartAsync(_origin.Path, Ct);
        server.Authorization = "Bearer abc";
        _origin.Commit("main", ("a.yaml", "one"));

        Value(await FetchAsync(server.Url, Main, Secret(("bearerToken", "abc\n"))));
    }

    [Fact]
    public async Task A_redirect_is_followed()
    {
        await using var server = await GitServer.StartAsync(_origin.Path, Ct);
        _origin.Commit("main", ("a.yaml", "one"));

        Value(await FetchAsync(server.Url.Replace("acme/shop.git", "moved.git"), Main));
    }

    [Fact]
    public async Task A_silent_server_ends_at_the_deadline_and_will_be_tried_again()
    {
        await using var server = await GitServer.StartAsync(_origin.Path, Ct);
        server.Silent = true;

        var outcome = await FetchAsync(server.Url, Main, timeout: TimeSpan.FromMilliseconds(200));

        Assert.IsType<Failure.Retryable>(outcome.Failure);
        Assert.Contains("spec.timeout", outcome.Failure.Message);
    }

    [Fact]
    public async Task A_local_host_is_refused_unless_enabled()
    {
        await using var server = await GitServer.StartAsync(_origin.Path, Ct);
        var strict = new GitMirrors(Path.Combine(_folder.Path, "strict"), allowLocal: false, TimeProvider.System);
        var address = Value(GitAddress.Parse(server.Url, allowLocal: true));

        var failure = Stalled(await strict.FetchAsync("a/b", address, Main, GitCredentials.None, TimeSpan.FromSeconds(10), Ct));

        Assert.Contains("local address", failure.Message);
        Assert.Equal(0, server.Requests);
    }

    [Fact]
    public async Task A_new_address_is_read_from_then_on()
    {
        _origin.Commit("main", ("a.yaml", "one"));
        await FetchAsync("file://" + _origin.Path, Main);
        using var other = new Origin(Path.Combine(_folder.Path, "other.git"));
        var sha = other.Commit("main", ("a.yaml", "other"));

        await FetchAsync("file://" + other.Path, Main);

        using var tree = _mirrors.Open("shop/web", sha)!;
        Assert.Equal("other", Text(tree.Read("a.yaml")));
    }

    [Fact]
    public async Task A_symbolic_link_is_told_from_a_file()
    {
        var sha = _origin.Commit("main", ("link.yaml", "->../../etc/passwd"));
        await FetchAsync("file://" + _origin.Path, Main);

        using var tree = _mirrors.Open("shop/web", sha)!;

        Assert.Equal(Rendering.TreeEntryKind.SymbolicLink, Assert.Single(tree.List("")!).Kind);
        Assert.Equal("../../etc/passwd", Text(tree.Read("link.yaml")));
    }

    private Task<Outcome<GitCommit>> FetchAsync(string url, GitTarget target, GitCredentials? credentials = null, TimeSpan? timeout = null) =>
        _mirrors.FetchAsync(
            "shop/web", Value(GitAddress.Parse(url, allowLocal: true)), target, credentials ?? GitCredentials.None, timeout ?? TimeSpan.FromSeconds(30), Ct);

    private static GitCredentials Secret(params (string Key, string Value)[] data)
    {
        var encoded = data.ToDictionary(d => d.Key, d => Convert.ToBase64String(Encoding.UTF8.GetBytes(d.Value)));
        return Value(GitCredentials.FromSecret("git", JsonSerializer.SerializeToElement(new { data = encoded })));
    }

    private static string? Text(ReadOnlyMemory<byte>? bytes) => bytes is { } b ? Encoding.UTF8.GetString(b.Span) : null;

    private static T Value<T>(Outcome<T> outcome)
    {
        Assert.True(outcome.Succeeded(out var value, out var failure), failure?.Message);
        return value;
    }

    private static Failure.Stalled Stalled<T>(Outcome<T> outcome) => Assert.IsType<Failure.Stalled>(outcome.Failure);
}
