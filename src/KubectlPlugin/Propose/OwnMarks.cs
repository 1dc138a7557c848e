using GitOpsGuard.Core;
using GitOpsGuard.Core.Fields;

namespace GitOpsGuard.KubectlPlugin.Propose;

/// <summary>Fields that the product or the API server writes on objects, which no manifest declares.</summary>
internal static class OwnMarks
{
    private static readonly FieldPath[] Roots =
    [
        FieldPath.Of("metadata", "labels", Names.SyncLabel), FieldPath.Of("metadata", "annotations", Names.IdAnnotation),
        FieldPath.Of("metadata", "managedFields"), FieldPath.Of("metadata", "resourceVersion"), FieldPath.Of("metadata", "uid"),
        FieldPath.Of("status"),
    ];

    public static bool Contains(FieldPath path) => Roots.Any(path.StartsWith);
}
