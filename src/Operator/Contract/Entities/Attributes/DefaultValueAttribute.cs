namespace KubeOps.Abstractions.Entities.Attributes;

/// <summary>What a property is when it is left out.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Class)]
public sealed class DefaultValueAttribute : Attribute
{
    /// <summary>A boolean.</summary>
    public DefaultValueAttribute(bool value) => Value = value;

    /// <summary>A whole number.</summary>
    public DefaultValueAttribute(long value) => Value = value;

    /// <summary>A number.</summary>
    public DefaultValueAttribute(double value) => Value = value;

    /// <summary>A string, or JSON where <see cref="Json"/> says so.</summary>
    public DefaultValueAttribute(string value) => Value = value;

    /// <summary>Whether the string is JSON. Default false.</summary>
    public bool Json { get; init; }

    /// <summary>The value.</summary>
    public object Value { get; }
}
