using System.Net;
using System.Text.Json.Nodes;
using GitOpsGuard.KubectlPlugin.Propose;
using GitOpsGuard.Kubernetes;

namespace GitOpsGuard.KubectlPlugin.Tests;

public sealed class ProposeTests : IDisposable
{
    private const string Api = "/apis/gitopsguard.dev/v1alpha1/namespaces";
    private readonly TestRepository _repository = new(("apps/web.yaml", ProposalTests.Deployment), ("readme", "x"));
    private readonly FakeServer _server = new();
    private readonly FakeServer _forge = new();
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();
    private readonly Dictionary<string, string> _variables = new()
    {
        ["GITEA_TOKEN"] = "s3cret", ["GITEA_SERVER_URL"] = "https://git.acme.dev",
    };

    public ProposeTests()
    {
        Environment.SetEnvironmentVariable("GIT_AUTHOR_NAME", "Alice");
        Environment.SetEnvironmentVariable("GIT_AUTHOR_EMAIL", "alice@example.com");
        Environment.SetEnvironmentVariable("GIT_COMMITTER_NAME", "Alice");
        Environment.SetEnvironmentVariable("GIT_COMMITTER_EMAIL", "alice@example.com");
        Serve($"{Api}/team-shop/gitsyncs/web", """{"metadata":{"name":"web"},"spec":{"sourceRef":{"name":"shop"},"path":"apps"}}""");
        Serve($"{Api}/team-shop/gitsources/shop", $$$$"""{"metadata":{"name":"shop"},"spec":{"url":"{{{{_repository.Url}}}}","ref":{"branch":"main"},"forge":{"kind":"Gitea","url":"https://git.acme.dev/acme/shop"}}}""");
        ServeChange("""{"path":"spec.replicas","from":3,"to":5}""");
        _server.Answers[$"PATCH {Api}/shop/changerequests/chg-1/status"] = (HttpStatusCode.OK, "{}");
        _forge.Answers["POST /api/v1/repos/acme/shop/pulls"] = (HttpStatusCode.Created, """{"number":7,"html_url":"https://git.acme.dev/acme/shop/pulls/7"}""");
    }

    [Fact]
    public async Task A_denied_change_becomes_a_pull_request()
    {
        Assert.Equal(0, await RunAsync(new(Shop, "chg-1")));
        Assert.Contains("Pull request: https://git.acme.dev/acme/shop/pulls/7", _output.ToString(), StringComparison.Ordinal);
        Assert.Contains("apps/web.yaml:9", _output.ToString(), StringComparison.Ordinal);
        Assert.Equal("1\t1\tapps/web.yaml", _repository.Git("diff", "--numstat", "main", "gitops/chg-1").Trim());
        Assert.Equal("Alice: Set spec.replicas of Deployment shop/web to 5", _repository.Git("log", "-1", "--format=%an: %s", "gitops/chg-1").Trim());
        var draft = JsonNode.Parse(Assert.Single(_forge.Requests).Body)!;
        Assert.Equal(("gitops/chg-1", "main"), ((string)draft["head"]!, (string)draft["base"]!));
        var status = _server.Requests.Single(request => request.Line.StartsWith("PATCH", StringComparison.Ordinal)).Body;
        Assert.Equal("""{"status":{"state":"Proposed","pullRequest":"https://git.acme.dev/acme/shop/pulls/7"}}""", status);
    }

    [Fact]
    public async Task A_change_that_is_proposed_already_shows_its_pull_request()
    {
        ServeChange("""{"path":"spec.replicas","from":3,"to":5}""", status: """{"state":"Proposed","pullRequest":"https://git.acme.dev/acme/shop/pulls/3"}""");
        Assert.Equal(0, await RunAsync(new(Shop, "chg-1")));
        Assert.Contains("chg-1 is proposed already", _output.ToString(), StringComparison.Ordinal);
        Assert.Contains("pulls/3", _output.ToString(), StringComparison.Ordinal);
        Assert.Empty(_forge.Requests);
    }

    [Fact]
    public async Task Without_a_token_the_page_is_named_and_a_second_run_pushes_nothing_new()
    {
        _variables.Clear();
        Assert.Equal(0, await RunAsync(new(Shop, "chg-1")));
        Assert.Contains("https://git.acme.dev/acme/shop/compare/main...gitops%2Fchg-1?", _output.ToString(), StringComparison.Ordinal);
        Assert.Contains("with GITEA_TOKEN set", _output.ToString(), StringComparison.Ordinal);
        var tip = _repository.Git("rev-parse", "gitops/chg-1").Trim();
        _output.GetStringBuilder().Clear();
        Assert.Equal(0, await RunAsync(new(Shop, "chg-1") { AsJson = true }));
        Assert.Equal(tip, (string)JsonNode.Parse(_output.ToString())!["commit"]!);
    }

    [Fact]
    public async Task A_branch_with_another_change_is_not_overwritten()
    {
        _repository.Git("branch", "gitops/chg-1", "main");
        Assert.Equal(1, await RunAsync(new(Shop, "chg-1")));
        Assert.Contains("branch gitops/chg-1 exists", _error.ToString(), StringComparison.Ordinal);
        Assert.Contains("--branch", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_status_that_may_not_be_written_is_a_warning()
    {
        _server.Answers.Remove($"PATCH {Api}/shop/changerequests/chg-1/status");
        Assert.Equal(0, await RunAsync(new(Shop, "chg-1")));
        Assert.Contains("warning: the pull request could not be noted", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_forge_that_refuses_leaves_the_branch_and_the_page()
    {
        _forge.Answers["POST /api/v1/repos/acme/shop/pulls"] = (HttpStatusCode.Unauthorized, "{}");
        Assert.Equal(1, await RunAsync(new(Shop, "chg-1")));
        Assert.Contains("branch gitops/chg-1 is pushed, but the Gitea repository acme/shop", _error.ToString(), StringComparison.Ordinal);
        Assert.Contains("Open the pull request here: https://git.acme.dev/acme/shop/compare/", _error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", _error.ToString() + _output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_is_refused()
    {
        ServeChange("""{"path":"data","to":null}""", apiVersion: "v1", kind: "Secret");
        Assert.Equal(1, await RunAsync(new(Shop, "chg-1")));
        Assert.Contains("is a Secret; values of Secrets are never stored", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_repository_that_runs_commands_is_not_fetched()
    {
        var proof = Path.Combine(_repository.Path, "proof");
        Assert.Equal(1, await RunAsync(new(Shop, "chg-1") { Repository = $"ext::touch {proof}" }));
        Assert.Contains("cannot be fetched", _error.ToString(), StringComparison.Ordinal);
        Assert.False(File.Exists(proof));
    }

    [Fact]
    public async Task A_change_in_a_namespace_that_was_not_named_is_found()
    {
        var item = _server.Answers[$"GET {Api}/shop/changerequests/chg-1"].Body;
        Serve("/apis/gitopsguard.dev/v1alpha1/changerequests", $$"""{"apiVersion":"gitopsguard.dev/v1alpha1","kind":"List","metadata":{"resourceVersion":"1"},"items":[{{item}}]}""");
        Assert.True(await RunAsync(new(new(null, null, null), "chg-1")) == 0, _error.ToString());
    }

    public void Dispose()
    {
        _repository.Dispose();
        _server.Dispose();
        _forge.Dispose();
    }

    private static Scope Shop => new(null, null, "shop");

    private async Task<int> RunAsync(ProposeOperation operation)
    {
        using var http = new HttpClient(_forge, disposeHandler: false);
        var environment = new PluginEnvironment
        {
            Connect = (_, _) => new ApiClient(new("https://api.example"), _server),
            Http = http,
            Variable = name => _variables.GetValueOrDefault(name),
            Answers = null,
        };
        return await Plugin.RunAsync(operation, environment, _output, _error, TestContext.Current.CancellationToken);
    }

    private void Serve(string path, string body) => _server.Answers[$"GET {path}"] = (HttpStatusCode.OK, body);

    private void ServeChange(string change, string status = "{}", string apiVersion = "apps/v1", string kind = "Deployment") =>
        Serve($"{Api}/shop/changerequests/chg-1", $$$"""
            {"metadata":{"name":"chg-1","namespace":"shop"},"status":{{{status}}},
             "spec":{"user":"alice","operation":"UPDATE","object":{"apiVersion":"{{{apiVersion}}}","kind":"{{{kind}}}","namespace":"shop","name":"web"},
             "source":{"syncNamespace":"team-shop","syncName":"web","repository":"github.com/acme/shop","revision":"main@sha1:3f2c1ab","file":"apps/web.yaml","document":0,"line":2},
             "changes":[{{{change}}}]}}
            """);
}
