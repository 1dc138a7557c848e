using GitOpsGuard.Core.Fields;
using GitOpsGuard.Kubernetes.Kinds;

namespace GitOpsGuard.KubectlPlugin.Propose;

/// <summary>The order in which changes are made, so that places of list items stay right: removals last, from behind.</summary>
internal static class ChangeOrder
{
    public static IEnumerable<FieldChange> Of(IReadOnlyList<FieldChange> changes) =>
        changes.Where(change => change.To is not null)
            .Concat(changes.Where(change => change.To is null).OrderByDescending(change => LastIndex(change.Path)));

    private static int LastIndex(string path) =>
        FieldPath.Parse(path).Elements.OfType<PathElement.Index>().LastOrDefault() is { Value: var index } ? index : -1;
}
