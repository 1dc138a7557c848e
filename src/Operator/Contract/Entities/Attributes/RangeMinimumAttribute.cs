namespace KubeOps.Abstractions.Entities.Attributes;

/// <summary>Least value of a number.</summary>
/// <param name="minimum">The bound.</param>
/// <param name="exclusiveMinimum">Whether the bound itself is not allowed.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class RangeMinimumAttribute(double minimum, bool exclusiveMinimum = false) : Attribute
{
    /// <summary>The bound.</summary>
    public double Minimum => minimum;

    /// <summary>Whether the bound itself is not allowed.</summary>
    public bool ExclusiveMinimum => exclusiveMinimum;
}
