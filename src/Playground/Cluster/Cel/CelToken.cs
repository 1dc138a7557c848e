namespace GitOpsGuard.Playground.Cluster.Cel;

/// <summary>What a piece of an expression is.</summary>
internal enum CelTokenKind
{
    Name,
    Whole,
    Real,
    Text,
    Sign,
    End,
}

/// <summary>A piece of an expression and where it starts.</summary>
internal readonly record struct CelToken(CelTokenKind Kind, string Text, int At);
