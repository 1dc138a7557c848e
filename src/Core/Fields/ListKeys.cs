namespace GitOpsGuard.Core.Fields;

/// <summary>Which lists of the built-in kinds are list maps, so that messages, inventories and edits name their items alike.</summary>
public static class ListKeys
{
    /// <summary>The keys of the list at <paramref name="list"/>.</summary>
    /// <param name="group">API group of the object.</param>
    /// <param name="kind">Kind of the object.</param>
    /// <param name="list">Path of the list itself; items on the way may be given by key or by index.</param>
    /// <returns>Null when the list is none that the shipped table knows: its items are named by index.</returns>
    public static ListMap? Of(string group, string kind, FieldPath list)
    {
        var shape = KindShape.Of(group, kind);
        foreach (var element in list.Elements)
        {
            shape = element is PathElement.Field(var member) ? shape?.Member(member) : shape?.Item;
        }

        return shape?.Map;
    }
}
