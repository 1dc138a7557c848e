namespace KubeOps.Abstractions.Entities.Attributes;

/// <summary>How an object is merged.</summary>
/// <param name="mapType">How.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class XMapTypeAttribute(XMapType mapType) : Attribute
{
    /// <summary>How.</summary>
    public XMapType MapType => mapType;
}
