namespace KubeOps.Abstractions.Entities.Attributes;

/// <summary>Format of a string or number, such as <c>date-time</c>.</summary>
/// <param name="format">The format; none when null.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class FormatAttribute(string? format) : Attribute
{
    /// <summary>The format; none when null.</summary>
    public string? Format => format;
}
