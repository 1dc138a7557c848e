namespace KubeOps.Abstractions.Entities.Attributes;

/// <summary>How an object is merged.</summary>
public enum XMapType
{
    /// <summary>Member by member.</summary>
    Granular,

    /// <summary>As one value.</summary>
    Atomic,
}
