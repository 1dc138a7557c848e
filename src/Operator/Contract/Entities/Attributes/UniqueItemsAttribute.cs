namespace KubeOps.Abstractions.Entities.Attributes;

/// <summary>No item of the list occurs twice.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class UniqueItemsAttribute : Attribute;
