using System.Diagnostics.CodeAnalysis;

namespace GitOpsGuard.Reconciler.Outcomes;

/// <summary>What a step returns: its value, or why there is none.</summary>
internal readonly record struct Outcome<T>
{
    private readonly T? _value;

    private Outcome(T? value, Failure? failure) => (_value, Failure) = (value, failure);

    /// <summary>Why there is no value; null when there is one.</summary>
    public Failure? Failure { get; }

    public static Outcome<T> Of(T value) => new(value, null);

    public static implicit operator Outcome<T>(T value) => new(value, null);

    public static implicit operator Outcome<T>(Failure failure) => new(default, failure);

    /// <summary>Whether the step reached its end, with the value or else the failure.</summary>
    public bool Succeeded([MaybeNullWhen(false)] out T value, [NotNullWhen(false)] out Failure? failure)
    {
        (value, failure) = (_value, Failure);
        return failure is null;
    }
}

/// <summary>Makes outcomes of values that C# does not convert by itself, such as interfaces.</summary>
internal static class Outcome
{
    public static Outcome<T> Of<T>(T value) => Outcome<T>.Of(value);
}
