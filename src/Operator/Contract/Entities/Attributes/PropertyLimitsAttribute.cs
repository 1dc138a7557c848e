namespace KubeOps.Abstractions.Entities.Attributes;

/// <summary>How many members an object has.</summary>
/// <param name="minProperties">Least number; -1 means no bound.</param>
/// <param name="maxProperties">Greatest number; -1 means no bound.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class PropertyLimitsAttribute(long minProperties = -1, long maxProperties = -1) : Attribute
{
    /// <summary>Least number; null means no bound.</summary>
    public long? MinProperties => minProperties < 0 ? null : minProperties;

    /// <summary>Greatest number; null means no bound.</summary>
    public long? MaxProperties => maxProperties < 0 ? null : maxProperties;
}
