namespace KubeOps.Abstractions.Rbac;

/// <summary>Rights to entities that a class needs.</summary>
/// <param name="entities">Types of the entities.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class EntityRbacAttribute(params Type[] entities) : RbacAttribute
{
    /// <summary>Types of the entities.</summary>
    public IEnumerable<Type> Entities => entities;

    /// <summary>What may be done to them.</summary>
    public RbacVerb Verbs { get; init; }
}
