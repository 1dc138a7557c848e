namespace KubeOps.Abstractions.Entities.Attributes;

/// <summary>The kind can be scaled.</summary>
/// <param name="specReplicasPath">JSON path of the wanted number.</param>
/// <param name="statusReplicasPath">JSON path of the observed number.</param>
/// <param name="labelSelectorPath">JSON path of the selector of the pods; none when null.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class ScaleSubresourceAttribute(string specReplicasPath, string statusReplicasPath, string? labelSelectorPath = null) : Attribute
{
    /// <summary>JSON path of the wanted number.</summary>
    public string SpecReplicasPath => specReplicasPath;

    /// <summary>JSON path of the observed number.</summary>
    public string StatusReplicasPath => statusReplicasPath;

    /// <summary>JSON path of the selector of the pods; none when null.</summary>
    public string? LabelSelectorPath => labelSelectorPath;
}
