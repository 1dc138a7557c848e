using System.Globalization;
using System.Numerics;

namespace GitOpsGuard.Core.Fields;

/// <summary>A resource quantity as Kubernetes reads it: <c>100m</c>, <c>1Gi</c>, <c>1e3</c>.</summary>
public static class Quantity
{
    private const int LongestText = 64;
    private const int LargestExponent = 64;
    private static readonly BigInteger Nano = BigInteger.Pow(10, 9);
    private static readonly string[] Binary = ["", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"];
    private static readonly string[] Decimals = ["n", "u", "m", "", "k", "M", "G", "T", "P", "E"];

    /// <summary>Whether both texts are quantities of the same value.</summary>
    public static bool SameValue(string left, string right) => Compare(left, right) == 0;

    /// <summary>How two quantities compare, as comparers say it; null when one of the texts is none.</summary>
    public static int? Compare(string left, string right) => TryParse(left, out var l) && TryParse(right, out var r)
        ? (l.Numerator * r.Denominator).CompareTo(r.Numerator * l.Denominator)
        : null;

    /// <summary>
    /// The form in which the API server stores a quantity: the largest suffix of its family (decimal, binary, exponent)
    /// that leaves a whole number, billionths rounded up. Null when the text is no quantity.
    /// </summary>
    public static string? Canonical(string text)
    {
        if (!TryParse(text, out var value)) return null;
        var nano = Rounded(value.Numerator * Nano, value.Denominator);
        if (nano.IsZero) return "0";
        if (text.EndsWith('i') && nano % Nano == 0 && BigInteger.Abs(nano / Nano) >= 1024)
        {
            var (whole, times) = Reduced(nano / Nano, 1024, Binary.Length - 1);
            return whole.ToString(CultureInfo.InvariantCulture) + Binary[times];
        }

        var (number, thousands) = Reduced(nano, 1000, Decimals.Length - 1);
        var isExponent = text.AsSpan(0, text.Length - 1).ContainsAny('e', 'E');
        var exponent = thousands * 3 - 9;
        return number.ToString(CultureInfo.InvariantCulture) + (!isExponent ? Decimals[thousands] : exponent == 0 ? "" : $"e{exponent}");
    }

    private static (BigInteger Number, int Times) Reduced(BigInteger number, int by, int most)
    {
        var times = 0;
        for (; times < most && number % by == 0; times++) number /= by;
        return (number, times);
    }

    // Away from zero.
    private static BigInteger Rounded(BigInteger numerator, BigInteger denominator) =>
        (BigInteger.Abs(numerator) + denominator - 1) / denominator * numerator.Sign;

    private static bool TryParse(string text, out (BigInteger Numerator, BigInteger Denominator) value)
    {
        value = default;
        if (text.Length is 0 or > LongestText) return false;
        var end = 0;
        while (end < text.Length && (char.IsAsciiDigit(text[end]) || text[end] == '.' || (end == 0 && text[end] is '+' or '-'))) end++;
        if (!Decimal(text.AsSpan(0, end), out value) || Factor(text[end..]) is not { } factor) return false;
        value = (value.Numerator * factor.Numerator, value.Denominator * factor.Denominator);
        return true;
    }

    private static bool Decimal(ReadOnlySpan<char> text, out (BigInteger, BigInteger) value)
    {
        value = default;
        var point = text.IndexOf('.');
        var digits = point < 0 ? text.ToString() : string.Concat(text[..point], text[(point + 1)..]);
        if (!BigInteger.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)) return false;
        value = (number, BigInteger.Pow(10, point < 0 ? 0 : text.Length - point - 1));
        return true;
    }

    private static (BigInteger Numerator, BigInteger Denominator)? Factor(string suffix) => suffix switch
    {
        "" => (1, 1),
        "n" => (1, 1_000_000_000),
        "u" => (1, 1_000_000),
        "m" => (1, 1_000),
        "k" => (BigInteger.Pow(10, 3), 1),
        "M" => (BigInteger.Pow(10, 6), 1),
        "G" => (BigInteger.Pow(10, 9), 1),
        "T" => (BigInteger.Pow(10, 12), 1),
        "P" => (BigInteger.Pow(10, 15), 1),
        "E" => (BigInteger.Pow(10, 18), 1),
        "Ki" => (BigInteger.Pow(2, 10), 1),
        "Mi" => (BigInteger.Pow(2, 20), 1),
        "Gi" => (BigInteger.Pow(2, 30), 1),
        "Ti" => (BigInteger.Pow(2, 40), 1),
        "Pi" => (BigInteger.Pow(2, 50), 1),
        "Ei" => (BigInteger.Pow(2, 60), 1),
        _ when suffix[0] is 'e' or 'E' && int.TryParse(suffix.AsSpan(1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var exponent)
            && Math.Abs(exponent) <= LargestExponent =>
            exponent < 0 ? (1, BigInteger.Pow(10, -exponent)) : (BigInteger.Pow(10, exponent), 1),
        _ => null,
    };
}
