namespace KubeOps.Abstractions.Entities.Attributes;

/// <summary>How long a string is.</summary>
/// <param name="minLength">Least number of characters; -1 means no bound.</param>
/// <param name="maxLength">Greatest number of characters; -1 means no bound.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class LengthAttribute(long minLength = -1, long maxLength = -1) : Attribute
{
    /// <summary>Least number of characters; null means no bound.</summary>
    public long? MinLength => minLength < 0 ? null : minLength;

    /// <summary>Greatest number of characters; null means no bound.</summary>
    public long? MaxLength => maxLength < 0 ? null : maxLength;
}
