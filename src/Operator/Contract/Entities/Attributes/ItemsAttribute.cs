namespace KubeOps.Abstractions.Entities.Attributes;

/// <summary>How many items a list has.</summary>
/// <param name="minItems">Least number; -1 means no bound.</param>
/// <param name="maxItems">Greatest number; -1 means no bound.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ItemsAttribute(long minItems = -1, long maxItems = -1) : Attribute
{
    /// <summary>Least number; null means no bound.</summary>
    public long? MinItems => minItems < 0 ? null : minItems;

    /// <summary>Greatest number; null means no bound.</summary>
    public long? MaxItems => maxItems < 0 ? null : maxItems;
}
