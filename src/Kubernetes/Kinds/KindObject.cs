namespace GitOpsGuard.Kubernetes.Kinds;

/// <summary>An object of one of the product's own kinds, as it is read. It is never written back whole: writes are patches.</summary>
/// <typeparam name="TSpec">Record of the kind's <c>spec</c>.</typeparam>
/// <typeparam name="TStatus">Record of the kind's <c>status</c>.</typeparam>
public sealed record KindObject<TSpec, TStatus>
    where TSpec : class, new()
    where TStatus : class, new()
{
    public string ApiVersion { get; set; } = "";

    public string Kind { get; set; } = "";

    public ObjectMeta Metadata { get; set; } = new();

    public TSpec Spec { get; set; } = new();

    public TStatus Status { get; set; } = new();
}
