namespace KubeOps.Abstractions.Entities.Attributes;

/// <summary>The property has to be given.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Class)]
public sealed class RequiredAttribute : Attribute;
