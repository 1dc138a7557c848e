namespace KubeOps.Abstractions.Entities.Attributes;

/// <summary>Leaves a kind or a property out of what is generated.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Property)]
public sealed class IgnoreAttribute : Attribute;
