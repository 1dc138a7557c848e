namespace KubeOps.Abstractions.Entities.Attributes;

/// <summary>Names that kubectl takes in place of the plural.</summary>
/// <param name="shortNames">The names.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class KubernetesEntityShortNamesAttribute(params string[] shortNames) : Attribute
{
    /// <summary>The names.</summary>
    public string[] ShortNames => shortNames;
}
