namespace GitOpsGuard.Yaml.Splicing;

/// <summary>How an edit is written, in the order in which it is tried.</summary>
internal enum Caution
{
    /// <summary>As what it replaces: its quotes, its last line break.</summary>
    None,

    /// <summary>New text in double quotes, which can carry every text, and no line break dropped.</summary>
    Most,
}
