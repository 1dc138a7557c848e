using GitOpsGuard.Kubernetes;

namespace GitOpsGuard.Playground.Nodes;

/// <summary>The Node object and the lease by which it shows that it is alive.</summary>
internal sealed class NodeRegistration(ApiClient node, TimeProvider time)
{
    private const string LeaseNamespace = "kube-node-lease";
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(10);

    /// <summary>Creates the Node, or takes over the one that an earlier playground left, and marks it ready.</summary>
    public async Task RegisterAsync(CancellationToken cancellationToken)
    {
        var name = NodeSimulator.NodeName;
        var live = await node.GetAsync(NodeResources.Nodes, null, name, cancellationToken);
        if (live is null)
        {
            live = await node.CreateAsync(NodeResources.Nodes, null, new JsonObject
            {
                ["apiVersion"] = "v1",
                ["kind"] = "Node",
                ["metadata"] = new JsonObject
                {
                    ["name"] = name,
                    ["labels"] = new JsonObject
                    {
                        ["kubernetes.io/hostname"] = name,
                        ["kubernetes.io/os"] = "linux",
                    },
                },
            }, null, cancellationToken);
        }

        await node.MergePatchAsync(NodeResources.Nodes, null, name, Status(live.Value), null, cancellationToken, "status");
    }

    /// <summary>Renews the lease until cancelled. A server without leases or a missed renewal is no failure.</summary>
    public async Task HeartbeatAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await RenewAsync(cancellationToken);
            }
            catch (ApiException)
            {
                // The next renewal is ten seconds away, and four may be missed.
            }

            await Task.Delay(Heartbeat, time, cancellationToken);
        }
    }

    private async Task RenewAsync(CancellationToken cancellationToken)
    {
        var spec = new JsonObject
        {
            ["holderIdentity"] = NodeSimulator.NodeName,
            ["leaseDurationSeconds"] = 40,
            ["renewTime"] = time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture),
        };
        try
        {
            await node.MergePatchAsync(
                BuiltInResources.Leases,
                LeaseNamespace,
                NodeSimulator.NodeName,
                new JsonObject { ["spec"] = spec.DeepClone() },
                null,
                cancellationToken);
        }
        catch (ApiException error) when (error.Code == HttpStatusCode.NotFound)
        {
            var lease = new JsonObject
            {
                ["apiVersion"] = "coordination.k8s.io/v1",
                ["kind"] = "Lease",
                ["metadata"] = new JsonObject { ["name"] = NodeSimulator.NodeName },
                ["spec"] = spec,
            };
            await node.CreateAsync(BuiltInResources.Leases, LeaseNamespace, lease, null, cancellationToken);
        }
    }

    private JsonObject Status(JsonElement live)
    {
        var resources = new JsonObject { ["cpu"] = "64", ["memory"] = "256Gi", ["pods"] = "1000" };
        return new JsonObject
        {
            ["status"] = new JsonObject
            {
                ["capacity"] = resources,
                ["allocatable"] = resources.DeepClone(),
                ["addresses"] = new JsonArray(
                    new JsonObject { ["type"] = "Hostname", ["address"] = NodeSimulator.NodeName }),
                ["nodeInfo"] = new JsonObject
                {
                    ["machineID"] = "",
                    ["systemUUID"] = "",
                    ["bootID"] = "",
                    ["kernelVersion"] = "",
                    ["osImage"] = "simulated",
                    ["containerRuntimeVersion"] = "playground://1",
                    ["kubeletVersion"] = "v0.0.0-playground",
                    ["kubeProxyVersion"] = "",
                    ["operatingSystem"] = "linux",
                    ["architecture"] = "amd64",
                },
                ["conditions"] = new JsonArray(Conditions.Next(
                    JsonObject.Create(live)!, "Ready", "True", "KubeletReady", "the simulated kubelet is ready", time)),
            },
        };
    }
}
