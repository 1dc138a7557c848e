namespace GitOpsGuard.Yaml;

/// <summary>A member of a map.</summary>
/// <param name="Key">The key as written.</param>
/// <param name="Name">The member's name as Kubernetes reads the key: <c>on</c> is <c>true</c>, <c>010</c> is <c>8</c>.</param>
/// <param name="Value">The value.</param>
/// <param name="IsMerge">Whether this is a merge key, <c>&lt;&lt;</c>.</param>
public sealed record YamlEntry(YamlScalar Key, string Name, YamlNode Value, bool IsMerge);
