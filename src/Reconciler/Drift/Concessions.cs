using System.Text.Json;
using System.Text.Json.Nodes;
using GitOpsGuard.Core.Closed;
using GitOpsGuard.Core.Fields;
using GitOpsGuard.Reconciler.Engine;
using GitOpsGuard.Reconciler.Outcomes;

namespace GitOpsGuard.Reconciler.Drift;

/// <summary>What is left to others although Git may declare it: replicas that an autoscaler writes, and fields that policies open.</summary>
internal sealed class Concessions(Autoscalers autoscalers, Openings openings)
{
    /// <summary>Returns once everything is known that decides what is left.</summary>
    public async Task<Failure?> EnsureAsync(IEnumerable<DesiredObject> objects, CancellationToken ct) =>
        await autoscalers.EnsureAsync(objects, ct) ?? await openings.EnsureAsync(ct);

    /// <summary>Where an object differs from what is expected of it, but for what is left to others.</summary>
    public IReadOnlyList<FieldDifference> Differences(DesiredObject desired, JsonElement expected, JsonElement live)
    {
        var contested = autoscalers.Contesting(desired, live) is not null;
        return [.. Reference.Compare(desired, expected, live, openings.Of(desired.Identity, live)).Where(d => !contested || !d.Path.Equals(Autoscaler.Replicas))];
    }

    /// <summary>What is sent of an object: all that Git declares, but for fields that others wrote and that are left to them.</summary>
    public JsonObject Sent(DesiredObject desired, JsonElement live)
    {
        var left = Opened(desired, live, openings.Of(desired.Identity, live));
        if (autoscalers.Contesting(desired, live) is not null) left.Add(Autoscaler.Replicas);
        if (left.Count == 0) return desired.Object;
        var sent = desired.Object.DeepClone().AsObject();
        foreach (var path in left) TreePath.Remove(sent, path);
        return sent;
    }

    /// <summary>Declared fields that are open and have another value, unless they are still ours: then nobody else wrote it.</summary>
    internal static List<FieldPath> Opened(DesiredObject desired, JsonElement live, IReadOnlyList<IReadOnlyList<OpenPath>> open)
    {
        if (open.Count == 0) return [];
        var declared = JsonElement.Parse(desired.Object.ToJsonString());
        var closed = Reference.Compare(desired, declared, live, open).Select(difference => difference.Path).ToList();
        var ours = ManagedFieldsReader.Declared(live);
        return
        [
            .. Reference.Compare(desired, declared, live, []).Select(difference => Sendable(difference.Path)).Distinct()
                .Where(path => TreePath.Find(desired.Object, path) is not null && !ours.Reaches(path))
                .Where(path => !closed.Exists(other => TreePath.Reaches(other, path) || TreePath.Reaches(path, other))),
        ];
    }

    /// <summary>The field, or the list that it is a part of: one whose items have places and no keys is sent whole or not at all.</summary>
    private static FieldPath Sendable(FieldPath path) => FieldPath.Of([.. path.Elements.TakeWhile(step => step is not PathElement.Index)]);
}
