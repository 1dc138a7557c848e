namespace KubeOps.Abstractions.Entities.Attributes;

/// <summary>Says where the objects of a kind lie; namespaced without it.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class EntityScopeAttribute(EntityScope scope = default) : Attribute
{
    /// <summary>Where they lie.</summary>
    public EntityScope Scope => scope;
}
