using System.Text.Json.Nodes;
using GitOpsGuard.Kubernetes;
using GitOpsGuard.Testing.Api;

namespace GitOpsGuard.KubectlPlugin.Tests;

/// <summary><c>kubectl gitops report</c>.</summary>
public sealed class ReportTests : IDisposable
{
    private const string Status = """
        {"since":"2026-05-04T12:00:00Z","counts":{"denied":0,"warned":0,"audited":5,"lifted":1},
         "report":[
          {"user":"system:serviceaccount:scaling:keda","kind":"Deployment.apps","count":3,"lastSeen":"2026-05-04T13:00:00Z","operations":["UPDATE"],"fields":["spec.replicas"],
           "open":{"kinds":["Deployment.apps"],"paths":["spec.replicas"],"actors":["system:serviceaccount:scaling:keda"]}},
          {"user":"system:serviceaccount:flux:kustomize","kind":"ConfigMap","count":1,"lastSeen":"2026-05-04T13:00:00Z","operations":["CREATE"],"fields":["*"],
           "trusted":{"serviceAccount":{"namespace":"flux","name":"kustomize"},"impersonated":true}},
          {"user":"bob","kind":"Secret","count":1,"lastSeen":"2026-05-04T13:00:00Z","operations":["UPDATE"],"fields":["data[\"a.b\"]"]}]}
        """;

    private readonly FakeApi _api = new();

    public void Dispose() => _api.Dispose();

    [Fact]
    public async Task A_report_says_who_and_what_and_the_entry_that_would_let_a_controller_pass()
    {
        Have("default", Status);

        var printed = await new CommandLine(_api).RunAsync("report");

        Assert.Equal(0, printed.Code);
        Assert.Equal(
            """
            GuardPolicy default (Audit) since 2026-05-04T12:00:00Z: 5 would have been denied, 0 warned about, 0 denied, 1 under a BreakGlass
              COUNT  WHO                                   KIND             OPERATIONS  FIELDS
              3      system:serviceaccount:scaling:keda    Deployment.apps  UPDATE      spec.replicas
              1      system:serviceaccount:flux:kustomize  ConfigMap        CREATE      *
              1      bob                                   Secret           UPDATE      data["a.b"]
            To let these controllers through, if they are meant to, add to the policy's spec:
              open:
              - {"kinds":["Deployment.apps"],"paths":["spec.replicas"],"actors":["system:serviceaccount:scaling:keda"]}
            To let these controllers through, if they are meant to, add to the policy's spec:
              trusted:
              - {"serviceAccount":{"namespace":"flux","name":"kustomize"},"impersonated":true}

            """,
            printed.Output);
    }

    [Fact]
    public async Task For_programs_it_is_the_status_as_it_stands()
    {
        Have("default", Status);
        Have("other", "{}");

        var json = JsonNode.Parse((await new CommandLine(_api).RunAsync("report", "-o", "json")).Output)!["policies"]!.AsArray();

        Assert.Equal(["default", "other"], json.Select(policy => (string?)policy!["name"]).Order());
        var report = json.Single(policy => (string?)policy!["name"] == "default")!;
        Assert.Equal((5, "spec.replicas"), ((int?)report["counts"]!["audited"], (string?)report["report"]![0]!["open"]!["paths"]![0]));
    }

    [Fact]
    public async Task A_policy_that_does_not_exist_is_named()
    {
        var printed = await new CommandLine(_api).RunAsync("report", "strict");

        Assert.Equal(1, printed.Code);
        Assert.Equal("error: there is no GuardPolicy strict\nList what there is: kubectl get guardpolicies\n", printed.Error.ReplaceLineEndings("\n"));
    }

    private void Have(string name, string status) => _api.Put(
        OwnResources.GuardPolicies, null, name, new JsonObject { ["spec"] = new JsonObject { ["mode"] = "Audit" }, ["status"] = JsonNode.Parse(status) });
}
