namespace KubeOps.Abstractions.Entities.Attributes;

/// <summary>Greatest value of a number.</summary>
/// <param name="maximum">The bound.</param>
/// <param name="exclusiveMaximum">Whether the bound itself is not allowed.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class RangeMaximumAttribute(double maximum, bool exclusiveMaximum = false) : Attribute
{
    /// <summary>The bound.</summary>
    public double Maximum => maximum;

    /// <summary>Whether the bound itself is not allowed.</summary>
    public bool ExclusiveMaximum => exclusiveMaximum;
}
