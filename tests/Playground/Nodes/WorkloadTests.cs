using System.Text.Json.Nodes;
using GitOpsGuard.Playground.Nodes;

namespace GitOpsGuard.Playground.Tests.Nodes;

public sealed class WorkloadTests
{
    private readonly SimulatedCluster _cluster = new();

    [Fact]
    public void A_deployment_gets_its_pods_and_becomes_available()
    {
        _cluster.Add("deployments", Workload("Deployment", "web", replicas: 3));

        _cluster.Settle();

        Assert.Equal(3, _cluster.Count("pods"));
        var status = _cluster.Get("deployments", "web")["status"]!;
        Assert.Equal((3, 3, 1), ((int)status["readyReplicas"]!, (int)status["updatedReplicas"]!, (int)status["observedGeneration"]!));
        Assert.Equal("True", (string?)status["conditions"]![0]!["status"]);
    }

    [Fact]
    public void Scaling_down_takes_pods_away()
    {
        var web = _cluster.Add("deployments", Workload("Deployment", "web", replicas: 3));
        _cluster.Settle();

        web["spec"]!["replicas"] = 1;
        _cluster.Settle();

        Assert.Equal(1, _cluster.Count("pods"));
    }

    [Fact]
    public void A_new_template_replaces_the_pods_and_keeps_the_old_set_for_undo()
    {
        var web = _cluster.Add("deployments", Workload("Deployment", "web", replicas: 2));
        _cluster.Settle();

        web["spec"]!["template"]!["spec"]!["containers"]![0]!["image"] = "web:2";
        _cluster.Settle();

        Assert.Equal(2, _cluster.Count("pods"));
        Assert.Equal(["1", "2"], _cluster.All("replicasets").Select(set => set.Annotation("deployment.kubernetes.io/revision")).Order());
    }

    [Fact]
    public void A_pod_that_somebody_deletes_comes_back()
    {
        _cluster.Add("statefulsets", Workload("StatefulSet", "db", replicas: 2));
        _cluster.Settle();

        _cluster.Remove("pods", "db-1");
        _cluster.Settle();

        Assert.Equal(["db-0", "db-1"], _cluster.All("pods").Select(ObjectTree.Name).Order());
    }

    [Fact]
    public void What_a_deleted_deployment_owned_is_collected()
    {
        _cluster.Add("deployments", Workload("Deployment", "web", replicas: 2));
        _cluster.Settle();

        _cluster.Remove("deployments", "web");
        _cluster.Settle();

        Assert.Equal((0, 0), (_cluster.Count("replicasets"), _cluster.Count("pods")));
    }

    [Fact]
    public void A_settled_cluster_needs_no_more_writes()
    {
        _cluster.Add("deployments", Workload("Deployment", "web", replicas: 2));
        _cluster.Add("statefulsets", Workload("StatefulSet", "db", replicas: 1));
        _cluster.Add("daemonsets", Workload("DaemonSet", "agent", replicas: 1));
        _cluster.Add("services", Service("web"));
        _cluster.Settle();

        Assert.Empty(_cluster.Decide());
    }

    [Fact]
    public void A_service_has_the_addresses_of_its_ready_pods_and_its_labels()
    {
        _cluster.Add("deployments", Workload("Deployment", "web", replicas: 2));
        _cluster.Add("services", Service("web"));

        _cluster.Settle();

        var slice = Assert.Single(_cluster.All("endpointslices"));
        Assert.Equal(2, slice["endpoints"]!.AsArray().Count);
        Assert.Equal("storefront", slice.Label("team"));
    }

    private static JsonObject Workload(string kind, string name, int replicas) => new()
    {
        ["apiVersion"] = "apps/v1",
        ["kind"] = kind,
        ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = "shop", ["generation"] = 1 },
        ["spec"] = new JsonObject
        {
            ["replicas"] = replicas,
            ["selector"] = new JsonObject { ["matchLabels"] = new JsonObject { ["app"] = name } },
            ["template"] = new JsonObject
            {
                ["metadata"] = new JsonObject { ["labels"] = new JsonObject { ["app"] = name } },
                ["spec"] = new JsonObject
                {
                    ["containers"] = new JsonArray(new JsonObject { ["name"] = name, ["image"] = $"{name}:1" }),
                },
            },
        },
    };

    private static JsonObject Service(string name) => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "Service",
        ["metadata"] = new JsonObject
        {
            ["name"] = name,
            ["namespace"] = "shop",
            ["labels"] = new JsonObject { ["team"] = "storefront" },
        },
        ["spec"] = new JsonObject
        {
            ["selector"] = new JsonObject { ["app"] = name },
            ["ports"] = new JsonArray(new JsonObject { ["port"] = 80 }),
        },
    };
}
