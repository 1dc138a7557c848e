namespace GitOpsGuard.Core.Fields;

/// <summary>One key of a list map.</summary>
/// <param name="Name">Member of the item.</param>
/// <param name="Default">What an item that lacks the member means; null when the member is required.</param>
public readonly record struct ListKey(string Name, string? Default);
