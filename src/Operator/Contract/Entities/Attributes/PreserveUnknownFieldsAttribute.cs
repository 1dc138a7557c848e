namespace KubeOps.Abstractions.Entities.Attributes;

/// <summary>Keeps members that the schema does not name.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Class)]
public sealed class PreserveUnknownFieldsAttribute : Attribute;
