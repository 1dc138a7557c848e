namespace KubeOps.Abstractions.Entities.Attributes;

/// <summary>Shows a property as a column of <c>kubectl get</c>.</summary>
/// <param name="priority">Whether always or only with <c>-o wide</c>.</param>
/// <param name="name">Heading; the name of the property when null.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class AdditionalPrinterColumnAttribute(PrinterColumnPriority priority = default, string? name = null) : Attribute
{
    /// <summary>Heading; the name of the property when null.</summary>
    public string? Name => name;

    /// <summary>Whether always or only with <c>-o wide</c>.</summary>
    public PrinterColumnPriority Priority => priority;
}
