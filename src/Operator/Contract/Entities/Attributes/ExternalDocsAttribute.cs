namespace KubeOps.Abstractions.Entities.Attributes;

/// <summary>Where to read more about a property.</summary>
/// <param name="url">Address.</param>
/// <param name="description">What is found there.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ExternalDocsAttribute(string url, string? description = null) : Attribute
{
    /// <summary>What is found there.</summary>
    public string? Description => description;

    /// <summary>Address.</summary>
    public string Url => url;
}
