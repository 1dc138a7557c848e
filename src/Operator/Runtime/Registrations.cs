namespace GitOpsGuard.Operator.Runtime;

/// <summary>A controller of a kind, and how it is started.</summary>
internal sealed record ControllerRegistration(Type Entity, Func<RunContext, IControllerRun> Start);

/// <summary>A finalizer of a kind.</summary>
internal sealed record FinalizerRegistration(Type Entity, string Identifier);

/// <summary>A watch of another kind that concerns entities of a kind.</summary>
internal sealed record MappedWatchRegistration(Type Entity, MappedWatch Watch);
