namespace KubeOps.Abstractions.Entities.Attributes;

/// <summary>A rule in CEL that the value has to fulfil.</summary>
/// <param name="rule">The expression; <c>self</c> is the value.</param>
/// <param name="fieldPath">The field that a failure is reported of.</param>
/// <param name="message">What is said when it fails.</param>
/// <param name="messageExpression">Expression of what is said when it fails.</param>
/// <param name="reason">Reason for machines.</param>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Class, AllowMultiple = true)]
public sealed class ValidationRuleAttribute(
    string rule,
    string? fieldPath = null,
    string? message = null,
    string? messageExpression = null,
    string? reason = null) : Attribute
{
    /// <summary>The expression; <c>self</c> is the value.</summary>
    public string Rule => rule;

    /// <summary>What is said when it fails.</summary>
    public string? Message => message;

    /// <summary>Expression of what is said when it fails.</summary>
    public string? MessageExpression => messageExpression;

    /// <summary>Reason for machines.</summary>
    public string? Reason => reason;

    /// <summary>The field that a failure is reported of.</summary>
    public string? FieldPath => fieldPath;
}
