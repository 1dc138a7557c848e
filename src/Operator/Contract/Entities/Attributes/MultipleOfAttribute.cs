namespace KubeOps.Abstractions.Entities.Attributes;

/// <summary>The number is a multiple of another.</summary>
/// <param name="value">The other.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class MultipleOfAttribute(double value) : Attribute
{
    /// <summary>The other.</summary>
    public double Value => value;
}
