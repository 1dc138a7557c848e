namespace KubeOps.Abstractions.Entities.Attributes;

/// <summary>Shows whatever a path names as a column of <c>kubectl get</c>.</summary>
/// <param name="jsonPath">Path, such as <c>.metadata.creationTimestamp</c>.</param>
/// <param name="name">Heading.</param>
/// <param name="type">Type, such as <c>string</c> or <c>date</c>.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class GenericAdditionalPrinterColumnAttribute(string jsonPath, string name, string type) : Attribute
{
    /// <summary>Path, such as <c>.metadata.creationTimestamp</c>.</summary>
    public string JsonPath { get; } = jsonPath;

    /// <summary>Heading.</summary>
    public string Name { get; } = name;

    /// <summary>What the column says; nothing when null.</summary>
    public string? Description { get; init; }

    /// <summary>Type, such as <c>string</c> or <c>date</c>.</summary>
    public string Type { get; } = type;

    /// <summary>Format of the type; none when null.</summary>
    public string? Format { get; init; }

    /// <summary>Whether always or only with <c>-o wide</c>.</summary>
    public PrinterColumnPriority Priority { get; init; }
}
