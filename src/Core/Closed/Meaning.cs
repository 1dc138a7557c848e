using System.Globalization;
using System.Text.Json;
using GitOpsGuard.Core.Fields;

namespace GitOpsGuard.Core.Closed;

/// <summary>When two JSON values mean the same.</summary>
internal static class Meaning
{
    /// <summary>Whether a value says no more than its absence.</summary>
    internal static bool IsNothing(JsonElement value, KindShape? shape, bool builtIn) => value.ValueKind switch
    {
        JsonValueKind.Undefined or JsonValueKind.Null => true,
        JsonValueKind.Array => builtIn && value.GetArrayLength() == 0,
        JsonValueKind.False => shape is { Zero: true },
        JsonValueKind.Number => shape is { Zero: true } && value.TryGetInt64(out var number) && number == 0,
        JsonValueKind.String => shape is { Hollow: true } && value.ValueEquals(""),
        JsonValueKind.Object => shape is { Hollow: true } && value.EnumerateObject().All(member => IsNothing(member.Value, shape.Member(member.Name), builtIn)),
        _ => false,
    };

    /// <summary>Whether two scalars mean the same.</summary>
    internal static bool SameScalar(JsonElement left, JsonElement right, KindShape? shape)
    {
        if (left.ValueKind == JsonValueKind.String && right.ValueKind == JsonValueKind.String)
        {
            return left.ValueEquals(right.GetString()) || (shape is { Quantity: true } && Quantity.SameValue(left.GetString()!, right.GetString()!));
        }

        if (shape is { Quantity: true } && IsText(left) && IsText(right)) return Quantity.SameValue(Text(left), Text(right));
        if (left.ValueKind != right.ValueKind) return false;
        return left.ValueKind != JsonValueKind.Number || SameNumber(left.GetRawText(), right.GetRawText());
    }

    private static bool SameNumber(string left, string right) =>
        left == right
        || (decimal.TryParse(left, NumberStyles.Float, CultureInfo.InvariantCulture, out var l)
            && decimal.TryParse(right, NumberStyles.Float, CultureInfo.InvariantCulture, out var r)
            && l == r && l != 0 && left.Length <= 28 && right.Length <= 28);

    private static bool IsText(JsonElement value) => value.ValueKind is JsonValueKind.String or JsonValueKind.Number;

    private static string Text(JsonElement value) =>
        value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
}
