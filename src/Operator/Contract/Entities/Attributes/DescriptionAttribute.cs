namespace KubeOps.Abstractions.Entities.Attributes;

/// <summary>Says what a kind or a property is for.</summary>
/// <param name="description">The sentence.</param>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Class)]
public sealed class DescriptionAttribute(string description) : Attribute
{
    /// <summary>The sentence.</summary>
    public string Description => description;
}
