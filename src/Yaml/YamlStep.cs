using System.Globalization;

namespace GitOpsGuard.Yaml;

/// <summary>One step into a value: a member of a map or, where <see cref="Member"/> is null, an item of a list.</summary>
/// <param name="Member">Name of the member.</param>
/// <param name="Item">Place of the item, from 0.</param>
public readonly record struct YamlStep(string? Member, int Item)
{
    /// <summary>A step to a member.</summary>
    public static implicit operator YamlStep(string member) => new(member, 0);

    /// <summary>A step to an item.</summary>
    public static implicit operator YamlStep(int item) => new(null, item);

    /// <inheritdoc/>
    public override string ToString() => Member ?? $"[{Item.ToString(CultureInfo.InvariantCulture)}]";
}
