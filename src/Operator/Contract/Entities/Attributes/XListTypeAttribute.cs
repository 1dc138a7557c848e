namespace KubeOps.Abstractions.Entities.Attributes;

/// <summary>How a list is merged.</summary>
/// <param name="listType">How.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class XListTypeAttribute(XListType listType) : Attribute
{
    /// <summary>How.</summary>
    public XListType ListType => listType;
}
