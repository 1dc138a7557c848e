using System.Numerics;

namespace GitOpsGuard.Playground.Cluster.Fields;

/// <summary>Resource quantities: <c>100m</c>, <c>1Gi</c>, <c>1e3</c>.</summary>
internal static partial class Quantity
{
    private static readonly string[] Binary = ["", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"];
    private static readonly (string Suffix, int Exponent)[] Decimal =
        [("n", -9), ("u", -6), ("m", -3), ("", 0), ("k", 3), ("M", 6), ("G", 9), ("T", 12), ("P", 15), ("E", 18)];

    /// <summary>The canonical form, as the server writes it; null when the text is no quantity.</summary>
    public static string? Canonical(string text)
    {
        if (Parse(text) is not { } parsed) return null;
        var (nano, suffix) = parsed;
        var one = BigInteger.Pow(10, 9);
        if (Array.IndexOf(Binary, suffix) > 0 && nano % one == 0 && BigInteger.Abs(nano / one) >= 1024) return InBinary(nano / one);
        return suffix.StartsWith('e') || suffix.StartsWith('E') && suffix.Length > 1 && suffix != "Ei"
            ? InDecimal(nano, exponent => exponent == 0 ? "" : $"e{exponent}")
            : InDecimal(nano, exponent => Decimal.First(entry => entry.Exponent == exponent).Suffix);
    }

    /// <summary>The value in billionths, rounded up; null when the text is no quantity.</summary>
    public static BigInteger? Nano(string text) => Parse(text)?.Nano;

    private static (BigInteger Nano, string Suffix)? Parse(string text)
    {
        var match = Form().Match(text);
        if (!match.Success) return null;
        var suffix = match.Groups["suffix"].Value;
        var fraction = match.Groups["fraction"].Value;
        var digits = BigInteger.Parse("0" + match.Groups["whole"].Value + fraction, CultureInfo.InvariantCulture);
        var binary = Array.IndexOf(Binary, suffix);
        var known = Array.FindIndex(Decimal, entry => entry.Suffix == suffix);
        var exponent = binary >= 0 ? 0
            : known >= 0 ? Decimal[known].Exponent
            : int.Parse(suffix[1..], CultureInfo.InvariantCulture);
        var value = digits * BigInteger.Pow(1024, Math.Max(binary, 0));
        var power = exponent + 9 - fraction.Length;
        var nano = power >= 0 ? value * BigInteger.Pow(10, power) : Up(value, BigInteger.Pow(10, -power));
        return (match.Groups["sign"].Value == "-" ? -nano : nano, suffix);
    }

    private static BigInteger Up(BigInteger value, BigInteger divisor) => (value + divisor - 1) / divisor;

    private static string InBinary(BigInteger value)
    {
        var step = 0;
        while (step < Binary.Length - 1 && !value.IsZero && value % 1024 == 0)
        {
            value /= 1024;
            step++;
        }

        return value.ToString(CultureInfo.InvariantCulture) + Binary[step];
    }

    private static string InDecimal(BigInteger nano, Func<int, string> suffix)
    {
        if (nano.IsZero) return "0";
        var exponent = -9;
        while (exponent < 18 && nano % 1000 == 0)
        {
            nano /= 1000;
            exponent += 3;
        }

        return nano.ToString(CultureInfo.InvariantCulture) + suffix(exponent);
    }

    [GeneratedRegex(
        @"^(?<sign>[+-]?)(?=\.?\d)(?<whole>\d*)(?:\.(?<fraction>\d*))?(?<suffix>Ki|Mi|Gi|Ti|Pi|Ei|[numkMGTPE]?|[eE][+-]?\d{1,3})$",
        RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Form();
}
