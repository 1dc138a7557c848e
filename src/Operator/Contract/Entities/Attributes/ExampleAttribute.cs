namespace KubeOps.Abstractions.Entities.Attributes;

/// <summary>A value that a property may have.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ExampleAttribute : Attribute
{
    /// <summary>A boolean.</summary>
    public ExampleAttribute(bool value) => Value = value;

    /// <summary>A whole number.</summary>
    public ExampleAttribute(long value) => Value = value;

    /// <summary>A number.</summary>
    public ExampleAttribute(double value) => Value = value;

    /// <summary>A string, or JSON where <see cref="Json"/> says so.</summary>
    public ExampleAttribute(string value) => Value = value;

    /// <summary>Whether the string is JSON. Default false.</summary>
    public bool Json { get; init; }

    /// <summary>The value.</summary>
    public object Value { get; }
}
