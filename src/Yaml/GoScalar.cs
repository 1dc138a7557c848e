using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace GitOpsGuard.Yaml;

/// <summary>
/// What a scalar means to Kubernetes. Its YAML reader resolves plain scalars by YAML 1.1's words for booleans, Go's syntax for
/// integers (underscores dropped, <c>010</c> octal) and YAML 1.2's syntax for floats; times stay text.
/// </summary>
internal abstract partial record GoScalar
{
    private const string TagPrefix = "tag:yaml.org,2002:";

    public sealed record Null : GoScalar;

    public sealed record Bool(bool Value) : GoScalar;

    public sealed record Int(long Value) : GoScalar;

    public sealed record Float(double Value) : GoScalar;

    public sealed record Text(string Value) : GoScalar;

    /// <summary>Resolves a scalar by its style, its tag and its text.</summary>
    /// <exception cref="YamlException">The text is not what the tag says.</exception>
    public static GoScalar Resolve(YamlScalar scalar) => scalar.Tag switch
    {
        null => scalar.Style == YamlScalarStyle.Plain ? Plain(scalar.Text) : new Text(scalar.Text),
        TagPrefix + "int" => Expect<Int>(scalar, "an integer"),
        TagPrefix + "bool" => Expect<Bool>(scalar, "a boolean"),
        TagPrefix + "null" => Expect<Null>(scalar, "null"),
        TagPrefix + "float" => Plain(scalar.Text) is Int(var value) ? new Float(value) : Expect<Float>(scalar, "a number"),
        TagPrefix + "binary" => Binary(scalar),
        _ => new Text(scalar.Text),
    };

    /// <summary>What a text means when it is written bare.</summary>
    public static GoScalar Plain(string text)
    {
        switch (text)
        {
            case "" or "~" or "null" or "Null" or "NULL":
                return new Null();
            case "y" or "Y" or "yes" or "Yes" or "YES" or "true" or "True" or "TRUE" or "on" or "On" or "ON":
                return new Bool(true);
            case "n" or "N" or "no" or "No" or "NO" or "false" or "False" or "FALSE" or "off" or "Off" or "OFF":
                return new Bool(false);
            case ".nan" or ".NaN" or ".NAN":
                return new Float(double.NaN);
            case ".inf" or ".Inf" or ".INF" or "+.inf" or "+.Inf" or "+.INF":
                return new Float(double.PositiveInfinity);
            case "-.inf" or "-.Inf" or "-.INF":
                return new Float(double.NegativeInfinity);
        }

        if (!char.IsAsciiDigit(text[0]) && text[0] is not ('+' or '-' or '.')) return new Text(text);
        var digits = text[0] == '.' ? text : text.Replace("_", "");
        if (text[0] != '.' && TryInteger(digits, out var integer)) return integer;
        return FloatSyntax().IsMatch(digits) && double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            && double.IsFinite(value)
            ? new Float(value)
            : new Text(text);
    }

    /// <summary>The name of the member that this scalar is the key of; null where Kubernetes refuses such a key.</summary>
    public string? ToName() => this switch
    {
        Text(var text) => text,
        Int(var value) => value.ToString(CultureInfo.InvariantCulture),
        Bool(var value) => value ? "true" : "false",
        Float(var value) when double.IsFinite(value) => ((float)value).ToString("R", CultureInfo.InvariantCulture),
        _ => null,
    };

    /// <summary>The value as JSON. Integral floats become integers, as they do on their way to the API server.</summary>
    public JsonNode? ToJson(YamlScalar at) => this switch
    {
        Text(var text) => JsonValue.Create(text),
        Int(var value) => JsonValue.Create(value),
        Bool(var value) => JsonValue.Create(value),
        Float(var value) when !double.IsFinite(value) =>
            throw YamlException.At(at.Start, $"{at.Text} is not a number that Kubernetes can store; quote it if text is meant"),
        Float(var value) when double.IsInteger(value) && Math.Abs(value) < 9e18 => JsonValue.Create((long)value),
        Float(var value) => JsonValue.Create(value),
        _ => null,
    };

    private static bool TryInteger(string text, out GoScalar value)
    {
        value = new Null();
        var negative = text[0] == '-';
        var digits = text.AsSpan(text[0] is '+' or '-' ? 1 : 0);
        var radix = 10;
        if (digits.Length > 1 && digits[0] == '0')
        {
            (radix, var skip) = char.ToLowerInvariant(digits[1]) switch { 'x' => (16, 2), 'b' => (2, 2), 'o' => (8, 2), _ => (8, 1) };
            digits = digits[skip..];
        }

        if (digits.IsEmpty || !TryMagnitude(digits, radix, out var magnitude)) return false;
        if (magnitude <= long.MaxValue) value = new Int(negative ? -(long)magnitude : (long)magnitude);
        else if (negative && magnitude == 1UL << 63) value = new Int(long.MinValue);
        else if (!negative) value = new Float(magnitude);
        else return false;
        return true;
    }

    private static bool TryMagnitude(ReadOnlySpan<char> digits, int radix, out ulong magnitude)
    {
        UInt128 sum = 0;
        magnitude = 0;
        foreach (var c in digits)
        {
            var digit = char.IsAsciiHexDigit(c) ? Convert.ToInt32(c.ToString(), 16) : radix;
            if (digit >= radix) return false;
            sum = (sum * (UInt128)radix) + (UInt128)digit;
            if (sum > ulong.MaxValue) return false;
        }

        magnitude = (ulong)sum;
        return true;
    }

    private static GoScalar Expect<T>(YamlScalar scalar, string what)
        where T : GoScalar =>
        Plain(scalar.Text) as T ?? throw YamlException.At(scalar.Start, $"'{scalar.Text}' is tagged as {what} but is none");

    private static Text Binary(YamlScalar scalar)
    {
        try
        {
            return new Text(Encoding.UTF8.GetString(Convert.FromBase64String(scalar.Text)));
        }
        catch (FormatException)
        {
            throw YamlException.At(scalar.Start, "the value is tagged as binary but is no base64");
        }
    }

    [GeneratedRegex(@"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex FloatSyntax();
}
