using System.Collections.Immutable;
using System.Text.Json;

namespace GitOpsGuard.Core;

/// <summary>A label selector as objects hold it: all of its requirements must be met. Without any it selects everything.</summary>
/// <param name="Requirements">What the labels must be.</param>
public sealed record LabelSelector(ImmutableArray<LabelSelector.Requirement> Requirements)
{
    /// <summary>Reads a selector of <c>matchLabels</c> and <c>matchExpressions</c>; null when a requirement makes no sense.</summary>
    public static LabelSelector? Read(JsonElement selector)
    {
        var requirements = Json.TextMembers(Json.Member(selector, "matchLabels")).Select(label => new Requirement(label.Key, "In", [label.Value])).ToList();
        requirements.AddRange(Json.Items(Json.Member(selector, "matchExpressions")).Select(expression => new Requirement(
            Json.Text(expression, "key"), Json.Text(expression, "operator"), [.. Json.Texts(Json.Member(expression, "values"))])));
        return requirements.TrueForAll(requirement => requirement.IsSound) ? new([.. requirements]) : null;
    }

    /// <summary>Whether labels meet every requirement.</summary>
    /// <param name="value">The value of a label; null when the object lacks it.</param>
    public bool Matches(Func<string, string?> value)
    {
        foreach (var requirement in Requirements)
        {
            if (!requirement.IsMet(value(requirement.Key))) return false;
        }

        return true;
    }

    /// <summary>Whether the selector looks at a label.</summary>
    public bool LooksAt(string key) => Requirements.Any(requirement => requirement.Key == key);

    /// <summary>What one label must be.</summary>
    /// <param name="Key">The label.</param>
    /// <param name="Operator"><c>In</c>, <c>NotIn</c>, <c>Exists</c> or <c>DoesNotExist</c>.</param>
    /// <param name="Values">The values of <c>In</c> and <c>NotIn</c>; empty otherwise.</param>
    public sealed record Requirement(string Key, string Operator, ImmutableArray<string> Values)
    {
        internal bool IsSound => Key.Length > 0 && Operator switch
        {
            "In" or "NotIn" => !Values.IsEmpty,
            "Exists" or "DoesNotExist" => Values.IsEmpty,
            _ => false,
        };

        internal bool IsMet(string? value) => Operator switch
        {
            "In" => value is not null && Values.Contains(value),
            "NotIn" => value is null || !Values.Contains(value),
            "Exists" => value is not null,
            "DoesNotExist" => value is null,
            _ => false,
        };
    }
}
