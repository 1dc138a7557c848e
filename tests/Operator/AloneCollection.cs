namespace GitOpsGuard.Operator.Tests;

/// <summary>Tests that measure memory, while nothing else runs in the process.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneCollection
{
    public const string Name = "Alone";
}
