using System.Collections.Immutable;

namespace GitOpsGuard.Core;

/// <summary>A label selector as objects hold it: all of its requirements must be met. Without any it selects everything.</summary>
/// <param name="Requirements">What the labels must be.</param>
public sealed record LabelSelector(ImmutableArray<LabelSelector.Requirement> Requirements)
{
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
