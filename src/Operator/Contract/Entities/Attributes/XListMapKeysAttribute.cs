namespace KubeOps.Abstractions.Entities.Attributes;

/// <summary>Properties by which items of a list are told apart.</summary>
/// <param name="keys">Their names.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class XListMapKeysAttribute(params string[] keys) : Attribute
{
    /// <summary>Their names.</summary>
    public string[] Keys => keys;
}
