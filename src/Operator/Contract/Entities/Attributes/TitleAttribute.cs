namespace KubeOps.Abstractions.Entities.Attributes;

/// <summary>A short name of a kind or a property.</summary>
/// <param name="title">The name.</param>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Class)]
public sealed class TitleAttribute(string title) : Attribute
{
    /// <summary>The name.</summary>
    public string Title => title;
}
