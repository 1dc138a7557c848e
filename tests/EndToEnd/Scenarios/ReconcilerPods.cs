using System.Text.Json.Nodes;

namespace GitOpsGuard.EndToEnd.Tests.Scenarios;

/// <summary>Pods under the reconciler's account, and the tokens that their kubelet gets for them.</summary>
internal sealed class ReconcilerPods(ScenarioShop shop)
{
    private const string Guard = "gitopsguard-system";
    private const string Account = "gitopsguard-reconciler";

    /// <summary>Words for kubectl that ask for a token bound to a pod, or to the reconciler's own.</summary>
    public async Task<string[]> BoundTokenAsync(string? name = null)
    {
        name ??= (await shop.Pods(Guard, Account))[0]["pod/".Length..];
        var uid = (await shop.Admin("get", "pod", name, "-n", Guard, "-o", "jsonpath={.metadata.uid}")).MustSucceed().Output;
        return ["create", "token", Account, "-n", Guard, "--bound-object-kind=Pod", $"--bound-object-name={name}", $"--bound-object-uid={uid}"];
    }

    /// <summary>The token that a kubelet gets for a new pod, once the pod is in a phase.</summary>
    public async Task<string> TokenAsync(string name, string restart, string phase)
    {
        var pod = new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Pod",
            ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = Guard },
            ["spec"] = new JsonObject
            {
                ["serviceAccountName"] = Account,
                ["restartPolicy"] = restart,
                ["containers"] = new JsonArray(new JsonObject { ["name"] = "c", ["image"] = "registry.example/c:1" }),
            },
        };
        (await shop.Admin("apply", "-f", await shop.FileOf(pod.ToJsonString()))).MustSucceed();
        await ScenarioShop.Until(
            () => shop.Admin("get", "pod", name, "-n", Guard, "-o", "jsonpath={.status.phase}"), found => found.Output == phase);
        return (await shop.Certified(ScenarioShop.Kubelet, [ScenarioShop.Nodes], await BoundTokenAsync(name))).MustSucceed().Output.Trim();
    }
}
