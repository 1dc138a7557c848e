namespace GitOpsGuard.Operator.Runtime;

/// <summary>What controllers of one run share.</summary>
internal sealed record RunContext(IServiceProvider Services, InformerSet Informers);
