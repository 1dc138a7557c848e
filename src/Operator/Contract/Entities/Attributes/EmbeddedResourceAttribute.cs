namespace KubeOps.Abstractions.Entities.Attributes;

/// <summary>The property holds an object with <c>apiVersion</c>, <c>kind</c> and <c>metadata</c>.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class EmbeddedResourceAttribute : Attribute;
