namespace KubeOps.Abstractions.Entities.Attributes;

/// <summary>The values that a property may have.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class EnumValuesAttribute : Attribute
{
    /// <summary>Strings.</summary>
    public EnumValuesAttribute(params string[] values) => Values = values;

    /// <summary>Whole numbers.</summary>
    public EnumValuesAttribute(params long[] values) => Values = [.. values];

    /// <summary>Numbers.</summary>
    public EnumValuesAttribute(params double[] values) => Values = [.. values];

    /// <summary>The values.</summary>
    public IReadOnlyList<object> Values { get; }
}
