using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using GitOpsGuard.Kubernetes;
using GitOpsGuard.Kubernetes.Kinds;
using GitOpsGuard.Testing.Api;

namespace GitOpsGuard.KubectlPlugin.Tests.Propose;

public sealed class PullRequestTests : IDisposable
{
    private const string Id = "chg-7fa3c";
    private const string Url = FakeGitea.Address + "/pulls/1";

    private readonly FakeApi _api = new();
    private readonly FakeGitea _gitea = new();
    private readonly TestRepository _origin = new(("apps/web.yaml", Denied.Manifest), ("README.md", "The shop.\n"));
    private readonly CommandLine _terminal;

    public PullRequestTests()
    {
        _terminal = new(_api) { Forge = _gitea, Variables = { ["GITEA_TOKEN"] = "s3cret", ["GITEA_SERVER_URL"] = "https://git.acme.dev" } };
        _api.Put(OwnResources.GitSyncs, "gitopsguard-system", "shop", new() { ["spec"] = new JsonObject { ["sourceRef"] = new JsonObject { ["name"] = "shop" }, ["path"] = "apps" } });
        Source(new() { ["kind"] = "Gitea", ["url"] = FakeGitea.Address });
        Record(Denied.Web(("spec.replicas", "2", "5")));
    }

    [Fact]
    public async Task A_denied_change_becomes_a_branch_with_one_commit_of_one_line()
    {
        var printed = await _terminal.RunAsync("propose", Id);
        Assert.Equal((0, ""), (printed.Code, printed.Error));
        Assert.EndsWith($"Branch gitops/{Id} is pushed.\nPull request: {Url}\n", printed.Output.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Equal("1", _origin.Git("rev-list", "--count", $"main..gitops/{Id}").Trim());
        Assert.Equal("1\t1\tapps/web.yaml", _origin.Git("diff", "--numstat", "main", $"gitops/{Id}").Trim());
        Assert.Equal(Denied.Manifest.Replace("replicas: 2 ", "replicas: 5 ").Trim(), _origin.Git("show", $"gitops/{Id}:apps/web.yaml").Trim());
    }

    [Fact]
    public async Task The_commit_says_what_changes_and_who_asked()
    {
        await _terminal.RunAsync("propose", Id);
        Assert.Equal(
            $"{GitIdentity.Author}\nSet spec.replicas of Deployment shop/web to 5\n\n- spec.replicas  2 -> 5\n\nChange-Request: {Id}\nRequested-By: alice",
            _origin.Git("log", "-1", "--format=%an <%ae>%n%B", $"gitops/{Id}").Trim());
    }

    [Fact]
    public async Task The_pull_request_is_opened_with_the_users_token()
    {
        await _terminal.RunAsync("propose", Id, "--title", "Scale web for the sale", "--branch", "scale-web");
        var draft = Assert.Single(_gitea.Opened);
        Assert.Equal(("Scale web for the sale", "scale-web", "main"), ((string?)draft["title"], (string?)draft["head"], (string?)draft["base"]));
        Assert.Contains("`spec.replicas  2 -> 5`", (string?)draft["body"], StringComparison.Ordinal);
        Assert.Equal(["token s3cret"], _gitea.Authorizations);
        Assert.Equal("Scale web for the sale", _origin.Git("log", "-1", "--format=%s", "scale-web").Trim());
    }

    [Fact]
    public async Task The_pull_request_is_noted_in_the_change_request()
    {
        await _terminal.RunAsync("propose", Id);
        var status = _api.Get(OwnResources.ChangeRequests, "shop", Id)!["status"]!;
        Assert.Equal(("Proposed", Url), ((string?)status["state"], (string?)status["pullRequest"]));
        Assert.Equal($"{OwnResources.ChangeRequests.Path("shop", Id)}/status", Assert.Single(_api.Requests, request => request.Method == "PATCH").Path);
    }

    [Fact]
    public async Task A_second_run_gives_the_pull_request_of_the_first()
    {
        await _terminal.RunAsync("propose", Id);
        var tip = _origin.Git("rev-parse", $"gitops/{Id}").Trim();
        var printed = await _terminal.RunAsync("propose", Id);
        Assert.Equal((0, $"{Id} is proposed already.\nPull request: {Url}\n"), (printed.Code, printed.Output.ReplaceLineEndings("\n")));
        Assert.Equal(tip, _origin.Git("rev-parse", $"gitops/{Id}").Trim());
        Assert.Single(_gitea.Opened);
    }

    [Fact]
    public async Task Without_a_token_the_page_and_the_variable_are_named_and_a_later_run_opens_it()
    {
        _terminal.Variables.Remove("GITEA_TOKEN");
        var printed = await _terminal.RunAsync("propose", Id);
        Assert.Equal(0, printed.Code);
        Assert.Contains($"Open the pull request here:\n  {FakeGitea.Address}/compare/main...gitops%2F{Id}?expand=1&title=Set%20spec.replicas", printed.Output.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Contains("(with GITEA_TOKEN set, the pull request is opened for you)", printed.Output, StringComparison.Ordinal);
        Assert.Null(_api.Get(OwnResources.ChangeRequests, "shop", Id)!["status"]);

        _terminal.Variables["GITEA_TOKEN"] = "s3cret";
        Assert.Contains(Url, (await _terminal.RunAsync("propose", Id)).Output, StringComparison.Ordinal);
        Assert.Single(_gitea.Opened);
    }

    [Fact]
    public async Task Without_a_forge_the_branch_is_pushed_and_the_field_to_set_is_named()
    {
        Source(null);
        var printed = await _terminal.RunAsync("propose", Id);
        Assert.Equal(0, printed.Code);
        Assert.Contains($"open the pull request from branch gitops/{Id} by hand, and set spec.forge (kind and url) of GitSource gitopsguard-system/shop", printed.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_for_programs_names_pull_request_branch_and_commit()
    {
        var printed = await _terminal.RunAsync("propose", Id, "-o", "json");
        Assert.Equal((0, ""), (printed.Code, printed.Error));
        var json = JsonNode.Parse(printed.Output)!;
        Assert.Equal(("Proposed", Url), ((string?)json["state"], (string?)json["pullRequest"]));
        Assert.Equal(("shop", Id), ((string?)json["changeRequest"]!["namespace"], (string?)json["changeRequest"]!["name"]));
        Assert.Equal(("apps/web.yaml", $"gitops/{Id}"), ((string?)json["file"], (string?)json["branch"]));
        Assert.Equal(_origin.Git("rev-parse", $"gitops/{Id}").Trim(), (string?)json["commit"]);
        Assert.Contains("+  replicas: 5   # enough for a weekday\n", (string?)json["diff"], StringComparison.Ordinal);
        Assert.Equal(Url, (string?)JsonNode.Parse((await _terminal.RunAsync("propose", Id, "-o", "json")).Output)!["pullRequest"]);
    }

    [Fact]
    public async Task A_person_is_asked_before_anything_is_pushed()
    {
        _terminal.Answers = "n\n";
        var printed = await _terminal.RunAsync("propose", Id);
        Assert.Equal(1, printed.Code);
        Assert.Contains("+  replicas: 5 ", printed.Output, StringComparison.Ordinal);
        Assert.Contains("error: nothing was pushed", printed.Error, StringComparison.Ordinal);
        Assert.Equal("main", _origin.Git("branch", "--format=%(refname:short)").Trim());

        _terminal.Answers = "\n";
        Assert.Equal(0, (await _terminal.RunAsync("propose", Id)).Code);
    }

    [Fact]
    public async Task A_deletion_deletes_the_file()
    {
        Record(Denied.Deletion());
        Assert.Equal(0, (await _terminal.RunAsync("propose", Id, "--yes")).Code);
        Assert.Equal("D\tapps/web.yaml", _origin.Git("diff", "--name-status", "main", $"gitops/{Id}").Trim());
        Assert.Equal("Delete Deployment shop/web", _origin.Git("log", "-1", "--format=%s", $"gitops/{Id}").Trim());
    }

    public void Dispose()
    {
        _origin.Dispose();
        _gitea.Dispose();
        _api.Dispose();
    }

    private void Source(JsonObject? forge)
    {
        var spec = new JsonObject { ["url"] = _origin.Url };
        if (forge is not null) spec["forge"] = forge;
        _api.Put(OwnResources.GitSources, "gitopsguard-system", "shop", new() { ["spec"] = spec });
    }

    private void Record(ChangeRequestSpec spec)
    {
        var obj = JsonSerializer.SerializeToNode(new KindObject<ChangeRequestSpec, ChangeRequestStatus> { Spec = spec }, KindsJson.Default.ChangeRequest)!;
        _api.Put(OwnResources.ChangeRequests, "shop", Id, new() { ["spec"] = obj["spec"]!.DeepClone() });
    }
}
