using System.Text.Json.Nodes;
using GitOpsGuard.Kubernetes;
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
        var view = new ClusterView(ClusterView.Watched.Append(BuiltInResources.Pods).ToDictionary(kind => kind, Served));
        return
        [
            .. view.Decide(_time),
            .. view.Pods.SelectMany(pod => StatusPatch.For(
                BuiltInResources.Pods, pod, new ContainerState(Ready: true).PodStatus(pod, "10.0.0.9"), _time)),
        ];
    }

    /// <summary>Copies as a server would send them.</summary>
    private IReadOnlyList<JsonObject> Served(Resource kind) =>
        [.. All(kind.Plural).Select(item => JsonNode.Parse(item.ToJsonString())!.AsObject())];

    private void Make(Write write)
    {
        var key = $"{write.Kind.Plural}/{write.Item.Name()}";
        if (write.Verb == WriteVerb.Delete) _objects.Remove(key);
        else if (!_objects.TryGetValue(key, out var item)) Add(write.Kind.Plural, write.Item);
        else if (write.Verb == WriteVerb.Merge) Merge(item, JsonNode.Parse(write.Item.ToJsonString())!.AsObject());
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
