namespace GitOpsGuard.Operator.Runtime;

/// <summary>A controller of a kind, which entities it sees, and how it is started.</summary>
internal sealed record ControllerRegistration(Type Entity, Type Controller, Type? LabelSelector, Type? FieldSelector)
{
    public required Func<RunContext, ControllerRegistration, CancellationToken, Task<IControllerRun>> Start { get; init; }

    /// <summary>Whether it is the same controller with the same selection.</summary>
    public bool Repeats(ControllerRegistration other) =>
        (Entity, Controller, LabelSelector, FieldSelector) == (other.Entity, other.Controller, other.LabelSelector, other.FieldSelector);
}

/// <summary>A finalizer of a kind.</summary>
internal sealed record FinalizerRegistration(Type Entity, string Identifier);

/// <summary>A watch of another kind that concerns entities of a kind.</summary>
internal sealed record MappedWatchRegistration(Type Entity, MappedWatch Watch);

/// <summary>Options of the controllers of a kind.</summary>
internal sealed record ControllerOptionsRegistration(Type Entity, ControllerOptions Options);
