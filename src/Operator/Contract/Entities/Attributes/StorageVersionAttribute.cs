namespace KubeOps.Abstractions.Entities.Attributes;

/// <summary>This version of the kind is the stored one.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class StorageVersionAttribute : Attribute;
