namespace GitOpsGuard.Yaml;

/// <summary>A place in a text.</summary>
/// <param name="Offset">UTF-16 units before it.</param>
/// <param name="Line">Line, from 1.</param>
/// <param name="Column">Column in UTF-16 units, from 1.</param>
public readonly record struct YamlMark(int Offset, int Line, int Column);
