namespace KubeOps.Abstractions.Rbac;

/// <summary>Rights to resources by name that a class needs.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class GenericRbacAttribute : RbacAttribute
{
    /// <summary>API groups.</summary>
    public string[] Groups { get; init; } = [];

    /// <summary>Plural names.</summary>
    public string[] Resources { get; init; } = [];

    /// <summary>Paths that are no resources.</summary>
    public string[] Urls { get; init; } = [];

    /// <summary>What may be done to them.</summary>
    public RbacVerb Verbs { get; init; }
}
