namespace GitOpsGuard.Playground.Cluster.Cel;

/// <summary>
/// A compiled expression of the Common Expression Language, in the forms that definitions and policies here use:
/// fields, indexes, literals, operators, <c>has</c>, <c>in</c>, the list macros and a short list of functions.
/// </summary>
internal sealed class CelExpression
{
    private readonly Func<CelScope, object?> evaluate;

    private CelExpression(string text, Func<CelScope, object?> evaluate)
    {
        Text = text;
        this.evaluate = evaluate;
    }

    public string Text { get; }

    /// <summary>Compiles an expression over the variables named; throws <see cref="CelException"/> for any other form.</summary>
    public static CelExpression Compile(string text, params IEnumerable<string> variables) =>
        new(text, new CelParser(text, variables).Read());

    /// <summary>The value of the expression; throws <see cref="CelException"/> when it has none.</summary>
    public object? Evaluate(CelScope scope)
    {
        try
        {
            return evaluate(scope);
        }
        catch (Exception error) when (error is OverflowException or FormatException or RegexParseException or RegexMatchTimeoutException)
        {
            throw new CelException(error.Message);
        }
    }

    /// <summary>The value as a verdict.</summary>
    public bool Holds(CelScope scope) => CelValues.Truth(Evaluate(scope));
}
