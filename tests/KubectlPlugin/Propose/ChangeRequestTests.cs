using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using GitOpsGuard.Kubernetes;
using GitOpsGuard.Kubernetes.Kinds;
using GitOpsGuard.Testing.Api;

namespace GitOpsGuard.KubectlPlugin.Tests.Propose;

public sealed class ChangeRequestTests : IDisposable
{
    private const string Id = "chg-7fa3c";
    private static readonly ChangeRequestSpec Scale = Denied.Web(("spec.replicas", "2", "5"));

    private readonly FakeApi _api = new();
    private readonly TestRepository _origin = new(("apps/web.yaml", Denied.Manifest));
    private readonly CommandLine _terminal;

    public ChangeRequestTests() => _terminal = new(_api);

    [Fact]
    public async Task An_unknown_change_request_is_named_with_the_way_to_list_them() =>
        Assert.Equal(
            "error: there is no change request chg-0 in any namespace\nList those there are: kubectl get changerequests -A (or name the namespace with -n)\n",
            await RefusalAsync("propose", "chg-0"));

    [Fact]
    public async Task An_unknown_change_request_of_one_namespace_is_looked_for_there_alone()
    {
        Record(Scale);
        Assert.StartsWith($"error: there is no change request {Id} in namespace other\n", await RefusalAsync("propose", Id, "-n", "other"), StringComparison.Ordinal);
        Assert.All(_api.Requests, request => Assert.Equal(OwnResources.ChangeRequests.Path("other", Id), request.Path));
    }

    [Fact]
    public async Task Without_the_right_to_list_the_servers_words_are_passed_on()
    {
        _api.Intercept = request => request.Path.Contains("/namespaces/") ? null : Answer.Refusal(HttpStatusCode.Forbidden, "Forbidden", "alice may not list changerequests");
        var refusal = await RefusalAsync("propose", "chg-0");
        Assert.Contains("there is no change request chg-0 that you may read: alice may not list changerequests", refusal, StringComparison.Ordinal);
        Assert.Contains("name the namespace with -n", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_change_request_that_is_recorded_late_is_waited_for()
    {
        Record(Scale with { Source = null });
        var asked = 0;
        _api.Intercept = request => ++asked > 2 ? null : Answer.Refusal(HttpStatusCode.NotFound, "NotFound", "not yet");
        Assert.Contains("names no place in Git", await RefusalAsync("propose", Id, "-n", "shop"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_creation_of_what_Git_declares_is_left_to_its_GitSync()
    {
        Record(Scale with { Operation = "CREATE" });
        Assert.Equal(
            "error: Deployment shop/web is declared in Git already, at apps/web.yaml:2; its GitSync will create it\nSee why it has not yet: kubectl describe gitsync shop -n gitopsguard-system\n",
            await RefusalAsync("propose", Id));
    }

    [Fact]
    public async Task A_change_request_without_changes_names_the_file_to_edit()
    {
        Record(Denied.Web());
        Assert.EndsWith("Edit apps/web.yaml by hand.\n", await RefusalAsync("propose", Id), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_GitSync_or_GitSource_that_is_gone_is_named()
    {
        Record(Scale);
        Assert.StartsWith("error: GitSync gitopsguard-system/shop, which managed Deployment shop/web, does not exist any more\n", await RefusalAsync("propose", Id), StringComparison.Ordinal);
        Sync();
        Assert.StartsWith("error: GitSource gitopsguard-system/shop of GitSync gitopsguard-system/shop does not exist\n", await RefusalAsync("propose", Id), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_source_that_follows_a_tag_needs_a_branch_to_propose_to()
    {
        Record(Scale);
        Sync();
        Source(new() { ["url"] = _origin.Url, ["ref"] = new JsonObject { ["tag"] = "v1" } });
        Assert.Equal(
            $"error: GitSource gitopsguard-system/shop follows no branch\nName the branch that the pull request is for: kubectl gitops propose {Id} --base main\n",
            await RefusalAsync("propose", Id));
        Assert.Equal(0, (await _terminal.RunAsync("propose", Id, "--base", "main")).Code);
    }

    [Fact]
    public async Task A_branch_that_is_not_there_is_named_with_the_repository()
    {
        Record(Scale);
        Sync();
        Source(new() { ["url"] = _origin.Url, ["ref"] = new JsonObject { ["branch"] = "production" } });
        var refusal = await RefusalAsync("propose", Id);
        Assert.StartsWith($"error: branch production of {_origin.Url} cannot be fetched: git fetch failed: ", refusal, StringComparison.Ordinal);
        Assert.Contains($"git ls-remote {_origin.Url}", refusal, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _origin.Dispose();
        _api.Dispose();
    }

    private async Task<string> RefusalAsync(params string[] arguments)
    {
        var printed = await _terminal.RunAsync(arguments);
        Assert.Equal((1, ""), (printed.Code, printed.Output));
        return printed.Error.ReplaceLineEndings("\n");
    }

    private void Sync() =>
        _api.Put(OwnResources.GitSyncs, "gitopsguard-system", "shop", new() { ["spec"] = new JsonObject { ["sourceRef"] = new JsonObject { ["name"] = "shop" } } });

    private void Source(JsonObject spec) => _api.Put(OwnResources.GitSources, "gitopsguard-system", "shop", new() { ["spec"] = spec });

    private void Record(ChangeRequestSpec spec)
    {
        var obj = JsonSerializer.SerializeToNode(new KindObject<ChangeRequestSpec, ChangeRequestStatus> { Spec = spec }, KindsJson.Default.ChangeRequest)!;
        _api.Put(OwnResources.ChangeRequests, "shop", Id, new() { ["spec"] = obj["spec"]!.DeepClone() });
    }
}
