using System.Text.Json.Nodes;
using GitOpsGuard.Playground.Nodes;
using Microsoft.Extensions.Time.Testing;

namespace GitOpsGuard.Playground.Tests.Nodes;

/// <summary>Objects in memory on which the simulator's controllers and kubelet work until nothing more is to do.</summary>
internal sealed class SimulatedCluster
{
    private readonly Dictionary<string, JsonObject> _objects = new(StringComparer.Ordinal);
    private readonly FakeTimeProvider _time = new();
    private int _lastUid;

    public JsonObject Add(string resource, JsonObject item)
    {
        item["metadata"]!["uid"] = $"uid-{++_lastUid}";
        item["metadata"]!["generation"] ??= 1;
        _objects[$"{resource}/{item.Name()}"] = item;
        return item;
    }

    public JsonObject Get(string resource, string name) => _objects[$"{resource}/{name}"];

    public void Remove(string resource, string name) => _objects.Remove($"{resource}/{name}");

    public IReadOnlyList<JsonObject> All(string resource) =>
        [.. _objects.Where(entry => entry.Key.StartsWith($"{resource}/", StringComparison.Ordinal)).Select(entry => entry.Value)];

    public int Count(string resource) => All(resource).Count;

    /// <summary>Decides and writes until there is nothing left to write.</summary>
    public void Settle()
    {
        for (var round = 0; round < 50; round++)
        {
            var writes = Decide();
            if (writes.Count == 0)
                return;
            foreach (var write in writes)
                Make(write);
        }

        Assert.Fail("the cluster does not settle");
    }

    public List<Write> Decide()
    {
        var view = new ClusterView(
            Served("deployments"), Served("replicasets"), Served("statefulsets"), Served("daemonsets"),
            Served("services"), Served("endpointslices"), Served("pods"));
        return
        [
            .. new DeploymentController(_time).Decide(view),
            .. ReplicaSetController.Decide(view),
            .. StatefulSetController.Decide(view),
            .. DaemonSetController.Decide(view),
            .. PodCollector.Decide(view),
            .. EndpointSliceController.Decide(view),
            .. view.Pods.Select(pod => PodStatus.Decide(pod, ContainerState.Running, "10.0.0.9", _time)).OfType<Write>(),
        ];
    }

    /// <summary>Copies as a server would send them.</summary>
    private List<JsonObject> Served(string resource) =>
        [.. All(resource).Select(item => JsonNode.Parse(item.ToJsonString())!.AsObject())];

    private void Make(Write write)
    {
        var key = $"{write.Resource.Plural}/{write.Item.Name()}";
        switch (write)
        {
            case Write.Create when !_objects.ContainsKey(key):
                Add(write.Resource.Plural, write.Item);
                break;
            case Write.Merge merge when _objects.TryGetValue(key, out var item):
                Merge(item, JsonNode.Parse(merge.Patch.ToJsonString())!.AsObject());
                break;
            case Write.Delete:
                _objects.Remove(key);
                break;
        }
    }

    private static void Merge(JsonObject into, JsonObject patch)
    {
        foreach (var (name, value) in patch)
        {
            if (value is JsonObject inner && into[name] is JsonObject old)
                Merge(old, inner);
            else
                into[name] = value?.DeepClone();
        }
    }
}
