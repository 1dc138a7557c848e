using System.Net;
using System.Text.Json.Nodes;
using GitOpsGuard.Core;
using GitOpsGuard.Kubernetes;
using GitOpsGuard.Testing.Api;

namespace GitOpsGuard.KubectlPlugin.Tests.Explain;

public sealed class SyncStateTests : IDisposable
{
    private const string Revision = "main@sha1:0123456789012345678901234567890123456789";
    private static readonly Resource Deployments = new("apps", "v1", "deployments", "Deployment", true);
    private static readonly Resource Pods = new("", "v1", "pods", "Pod", true);
    private static readonly Marker Marker = new("gitopsguard-system", "shop", new("apps", "Deployment", "shop", "web"));

    private readonly FakeApi _api = new();

    [Fact]
    public async Task Json_for_programs_holds_the_place_of_each_field()
    {
        Managed();
        var json = JsonNode.Parse((await RunAsync("deploy/web", "-o", "json")).Output)!;
        Assert.True((bool?)json["managed"]);
        Assert.Equal(("apps", "Deployment", "shop", "web"), ((string?)json["object"]!["group"], (string?)json["object"]!["kind"], (string?)json["object"]!["namespace"], (string?)json["object"]!["name"]));
        Assert.Equal(("git.acme.dev/acme/shop", Revision), ((string?)json["declared"]!["repository"], (string?)json["declared"]!["revision"]));
        Assert.Equal(("apps/web.yaml", 2, 10), ((string?)json["declared"]!["file"], (int?)json["declared"]!["line"], (int?)json["declared"]!["fields"]!["spec.replicas"]));
        Assert.Equal(("True", "ReconciliationSucceeded", Revision), ((string?)json["sync"]!["ready"], (string?)json["sync"]!["reason"], (string?)json["sync"]!["lastAppliedRevision"]));
    }

    [Fact]
    public async Task A_GitSync_that_is_not_ready_says_why()
    {
        Managed();
        Sync("False", "BuildFailed", "apps/web.yaml:3: no name");
        Assert.Contains("gitopsguard-system/shop  not ready (BuildFailed): apps/web.yaml:3: no name", (await RunAsync("deploy/web")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_suspended_GitSync_is_called_so()
    {
        Managed();
        _api.Put(OwnResources.GitSyncs, "gitopsguard-system", "shop", new() { ["spec"] = new JsonObject { ["suspend"] = true } });
        Assert.Contains("gitopsguard-system/shop  suspended", (await RunAsync("deploy/web")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Markers_of_a_GitSync_that_does_not_exist_lock_nothing()
    {
        Web(Marker.Label, Marker.Annotation);
        Assert.Contains("gitopsguard-system/shop  does not exist; its markers lock nothing", (await RunAsync("deploy/web")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_object_that_no_inventory_lists_is_noted()
    {
        Web(Marker.Label, Marker.Annotation);
        Sync("True", "ReconciliationSucceeded", "applied");
        Assert.Contains("Git does not declare it any more, or it has not been synced yet", (await RunAsync("deploy/web")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_may_not_be_read_is_noted_and_the_rest_is_explained()
    {
        Managed();
        _api.Intercept = request => request.Path.Contains("gitsyncs") ? Answer.Refusal(HttpStatusCode.Forbidden, "Forbidden", "alice may not get gitsyncs") : null;
        var printed = await RunAsync("deploy/web");
        Assert.Equal(0, printed.Code);
        Assert.Contains("apps/web.yaml:2", printed.Output, StringComparison.Ordinal);
        Assert.Contains("gitopsguard-system/shop  state unknown", printed.Output, StringComparison.Ordinal);
        Assert.Contains("the GitSync cannot be read: alice may not get gitsyncs", printed.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_child_leads_to_its_owner()
    {
        var owner = new JsonObject { ["apiVersion"] = "apps/v1", ["kind"] = "ReplicaSet", ["name"] = "web-5d9", ["controller"] = true };
        _api.Put(Pods, "shop", "web-5d9-x", new() { ["metadata"] = new JsonObject { ["ownerReferences"] = new JsonArray(owner) } });
        var printed = await RunAsync("pod/web-5d9-x");
        Assert.Contains("It is made by ReplicaSet web-5d9. Ask about that:", printed.Output, StringComparison.Ordinal);
        Assert.Contains("kubectl gitops explain replicaset/web-5d9 -n shop", printed.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_refuses_is_quoted()
    {
        _api.Intercept = _ => Answer.Refusal(HttpStatusCode.Forbidden, "Forbidden", "alice may not get deployments");
        var printed = await RunAsync("deploy/web");
        Assert.Equal(1, printed.Code);
        Assert.Contains("alice may not get deployments", printed.Error, StringComparison.Ordinal);
    }

    public void Dispose() => _api.Dispose();

    private Task<Printed> RunAsync(params string[] arguments) => new CommandLine(_api).RunAsync(["explain", .. arguments, "-n", "shop"]);

    private void Managed()
    {
        Web(Marker.Label, Marker.Annotation);
        Sync("True", "ReconciliationSucceeded", "applied");
        var entry = new JsonObject
        {
            ["group"] = "apps", ["version"] = "v1", ["kind"] = "Deployment", ["namespace"] = "shop", ["name"] = "web", ["file"] = "apps/web.yaml", ["line"] = 2,
            ["lines"] = new JsonObject { ["spec.replicas"] = 10, ["spec.template.spec.containers[name=web].image"] = 20 },
        };
        var spec = new JsonObject { ["sync"] = "shop", ["repository"] = "git.acme.dev/acme/shop", ["revision"] = Revision, ["objects"] = new JsonArray(entry) };
        _api.Put(OwnResources.SyncInventories, "gitopsguard-system", "shop-0", new() { ["spec"] = spec });
    }

    private void Web(string? label, string? annotation)
    {
        var metadata = new JsonObject();
        if (label is not null) metadata["labels"] = new JsonObject { [Names.SyncLabel] = label };
        if (annotation is not null) metadata["annotations"] = new JsonObject { [Names.IdAnnotation] = annotation };
        _api.Put(Deployments, "shop", "web", new() { ["metadata"] = metadata });
    }

    private void Sync(string ready, string reason, string message) => _api.Put(OwnResources.GitSyncs, "gitopsguard-system", "shop", new()
    {
        ["spec"] = new JsonObject { ["sourceRef"] = new JsonObject { ["name"] = "shop" } },
        ["status"] = new JsonObject
        {
            ["lastAppliedRevision"] = Revision,
            ["conditions"] = new JsonArray(new JsonObject
            {
                ["type"] = "Ready", ["status"] = ready, ["reason"] = reason, ["message"] = message, ["lastTransitionTime"] = "2030-01-01T00:00:00Z", ["observedGeneration"] = 1,
            }),
        },
    });
}
