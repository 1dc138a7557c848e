namespace KubeOps.Abstractions.Entities.Attributes;

/// <summary>How a list is merged.</summary>
public enum XListType
{
    /// <summary>As one value.</summary>
    Atomic,

    /// <summary>Item by item, each of which occurs once.</summary>
    Set,

    /// <summary>Item by item, told apart by keys.</summary>
    Map,
}
