using GitOpsGuard.Core.Fields;

namespace GitOpsGuard.Core.Closed;

/// <summary>
/// What of a managed object only Git may change. One definition serves the verdict, drift and revert.
/// </summary>
/// <remarks>
/// Closed is everything but undeclared labels and annotations on which no controller acts, the fields that the server
/// itself keeps, and what is opened. <c>status</c> is left out unless <see cref="Status"/> is set.
/// </remarks>
public sealed record ClosedRegion
{
    private readonly Keys _labels;
    private readonly Keys _annotations;
    private readonly IReadOnlyList<OpenPath> _open;

    private ClosedRegion(
        KindShape? shape, Keys labels, Keys annotations, IReadOnlyList<OpenPath> open)
    {
        Shape = shape;
        _labels = labels;
        _annotations = annotations;
        _open = open;
    }

    /// <summary>Whether <c>status</c> is compared too. Default false.</summary>
    public bool Status { get; private init; }

    /// <summary>Whether <c>metadata.finalizers</c> is compared. Default true.</summary>
    public bool Finalizers { get; private init; } = true;

    /// <summary>Whether every label and annotation is closed, declared or not. Default false.</summary>
    public bool EveryKey { get; init; }

    /// <summary>What is known of the kind; null for a custom resource, which is compared literally.</summary>
    internal KindShape? Shape { get; }

    /// <summary>The region of one object, as anyone may write it who is not trusted.</summary>
    /// <param name="identity">The object.</param>
    /// <param name="apiVersion">Version in which both states are written.</param>
    /// <param name="declaredLabelKeys">Labels that Git declares; read once a label differs.</param>
    /// <param name="declaredAnnotationKeys">Annotations that Git declares; read once an annotation differs.</param>
    /// <param name="open">Further open paths, of the policy or of a controller's profile.</param>
    /// <param name="status">Whether <c>status</c> is compared too.</param>
    public static ClosedRegion For(
        ObjectIdentity identity,
        string apiVersion,
        IEnumerable<string> declaredLabelKeys,
        IEnumerable<string> declaredAnnotationKeys,
        IReadOnlyList<OpenPath> open,
        bool status = false) =>
        new(
            KindShape.Of(ObjectIdentity.GroupOf(apiVersion), identity.Kind),
            new(declaredLabelKeys),
            new(declaredAnnotationKeys),
            [.. ShippedOpenings.ForEveryone(identity), .. open]) { Status = status };

    /// <summary>The region in which a live object drifts: fields that the cluster's own controllers write are open.</summary>
    /// <param name="identity">The object.</param>
    /// <param name="apiVersion">Version in which both states are written.</param>
    /// <param name="declaredLabelKeys">Labels that Git declares; read once a label differs.</param>
    /// <param name="declaredAnnotationKeys">Annotations that Git declares; read once an annotation differs.</param>
    /// <param name="open">Further open paths, such as those that drift shall leave alone.</param>
    public static ClosedRegion ForDrift(
        ObjectIdentity identity,
        string apiVersion,
        IEnumerable<string> declaredLabelKeys,
        IEnumerable<string> declaredAnnotationKeys,
        IReadOnlyList<OpenPath> open)
    {
        var region = For(identity, apiVersion, declaredLabelKeys, declaredAnnotationKeys, [.. ControllerFields.Of(identity), .. open]);
        return new(region.Shape, region._labels, region._annotations, region._open) { Finalizers = false };
    }

    internal bool HoldsLabel(string key) => EveryKey || _labels.Contains(key) || ActingKeys.Contains(key);

    internal bool HoldsAnnotation(string key) => EveryKey || _annotations.Contains(key) || ActingKeys.Contains(key);

    internal bool IsOpen(FieldPath path)
    {
        foreach (var open in _open)
        {
            if (open.Covers(path)) return true;
        }

        return false;
    }

    internal bool MayOpenBelow(FieldPath path)
    {
        foreach (var open in _open)
        {
            if (open.ReachesBelow(path)) return true;
        }

        return false;
    }

    /// <summary>Keys that are gathered once they are asked for: most changes touch no label and no annotation.</summary>
    private sealed class Keys(IEnumerable<string> source)
    {
        private IReadOnlySet<string>? _set;

        public bool Contains(string key) => (_set ??= source as IReadOnlySet<string> ?? source.ToHashSet(StringComparer.Ordinal)).Contains(key);
    }
}
