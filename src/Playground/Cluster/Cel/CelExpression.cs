namespace GitOpsGuard.Playground.Cluster.Cel;

/// <summary>An expression that cannot be read or evaluated here; the message names what and where.</summary>
internal sealed class CelException(string message) : Exception(message);

/// <summary>The variables that an expression sees: one name and value over those around it.</summary>
internal sealed record CelScope(string Name, object? Value, CelScope? Outer)
{
    public static CelScope Of(params IEnumerable<(string Name, object? Value)> variables) =>
        variables.Aggregate(new CelScope("", null, null), (outer, entry) => new CelScope(entry.Name, entry.Value, outer));

    public object? Find(string name)
    {
        for (var scope = this; scope is not null; scope = scope.Outer)
        {
            if (scope.Name == name) return scope.Value;
        }

        throw new CelException($"undeclared reference to '{name}'");
    }
}

/// <summary>
/// A compiled expression of the Common Expression Language, in the forms that definitions and policies here use:
/// fields, indexes, literals, operators, <c>has</c>, <c>in</c>, the list macros and a short list of functions.
/// </summary>
internal sealed class CelExpression
{
    private static readonly ConcurrentDictionary<(string Text, string Variables), CelExpression> Compiled = [];

    private readonly Func<CelScope, object?> evaluate;

    private CelExpression(Func<CelScope, object?> evaluate) => this.evaluate = evaluate;

    /// <summary>Compiles an expression over the variables named; throws <see cref="CelException"/> for any other form.</summary>
    public static CelExpression Compile(string text, params IEnumerable<string> variables) =>
        Compiled.GetOrAdd((text, string.Join(' ', variables)), key =>
            new CelExpression(new CelParser(text, key.Variables.Split(' ')).Read().Evaluate));

    /// <summary>Compiles and evaluates; null, and false, when the expression reads what is absent.</summary>
    public static bool TryEvaluate(string text, string[] variables, CelScope scope, out object? value)
    {
        try
        {
            value = Compile(text, variables).Evaluate(scope);
            return true;
        }
        catch (CelException)
        {
            value = null;
            return false;
        }
    }

    /// <summary>Why an expression cannot be compiled, or is no verdict where it should be; null when all is well.</summary>
    public static string? Problem(string text, bool isVerdict, string[] variables, Schema? self)
    {
        try
        {
            var type = new CelParser(text, variables, self).Read().Type;
            if (isVerdict && type is { Shape: not SchemaShape.Untyped } and not { ScalarType: "boolean" } and not { Format: "int-or-string" })
                return "cel expression must evaluate to a bool";
        }
        catch (CelException error)
        {
            return $"compilation failed: {error.Message}";
        }

        // What needs no variable says by its value what it is.
        return isVerdict && TryEvaluate(text, variables, CelScope.Of(), out var value) && value is not bool
            ? $"must evaluate to bool but got {CelValues.TypeOf(value)}"
            : null;
    }

    /// <summary>The value of the expression; throws <see cref="CelException"/> when it has none.</summary>
    public object? Evaluate(CelScope scope)
    {
        try
        {
            return evaluate(scope);
        }
        catch (Exception error) when (error is OverflowException or FormatException or ArgumentException or RegexMatchTimeoutException)
        {
            throw new CelException(error.Message);
        }
    }

    /// <summary>The value as a verdict.</summary>
    public bool Holds(CelScope scope) => CelValues.Truth(Evaluate(scope));
}
