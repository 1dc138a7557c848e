using System.Numerics;

namespace GitOpsGuard.Playground.Cluster.Cel;

/// <summary>The functions that expressions may call, by name and number of arguments; a target counts as the first.</summary>
internal static class CelFunctions
{
    private static readonly TimeSpan RegexLimit = TimeSpan.FromSeconds(1);

    private static readonly Dictionary<(string Name, int Arguments), Func<object?[], object?>> Table = new()
    {
        [("size", 1)] = a => CelValues.Size(a[0]),
        [("startsWith", 2)] = a => Text(a[0]).StartsWith(Text(a[1]), StringComparison.Ordinal),
        [("endsWith", 2)] = a => Text(a[0]).EndsWith(Text(a[1]), StringComparison.Ordinal),
        [("contains", 2)] = a => Text(a[0]).Contains(Text(a[1]), StringComparison.Ordinal),
        [("matches", 2)] = a => Regex.IsMatch(Text(a[0]), Text(a[1]), RegexOptions.CultureInvariant, RegexLimit),
        [("lowerAscii", 1)] = a => Text(a[0]).ToLowerInvariant(),
        [("upperAscii", 1)] = a => Text(a[0]).ToUpperInvariant(),
        [("trim", 1)] = a => Text(a[0]).Trim(),
        [("replace", 3)] = a => Text(a[0]).Replace(Text(a[1]), Text(a[2]), StringComparison.Ordinal),
        [("indexOf", 2)] = a => (long)Text(a[0]).IndexOf(Text(a[1]), StringComparison.Ordinal),
        [("split", 2)] = a => Text(a[0]).Split(Text(a[1])).Select(part => (object?)part).ToList(),
        [("join", 2)] = a => string.Join(Text(a[1]), CelValues.Walk(a[0]).Select(Text)),
        [("string", 1)] = a => Convert.ToString(a[0], CultureInfo.InvariantCulture),
        [("int", 1)] = a => Whole(a[0]),
        [("double", 1)] = a => Convert.ToDouble(a[0], CultureInfo.InvariantCulture),
        [("duration", 1)] = a => Duration(Text(a[0])),
        [("quantity", 1)] = a => Quantity.Nano(Text(a[0])) ?? throw new CelException($"not a quantity: {a[0]}"),
        [("isGreaterThan", 2)] = a => Number(a[0]) > Number(a[1]),
        [("timestamp", 1)] = a => DateTimeOffset.Parse(Text(a[0]), CultureInfo.InvariantCulture),
    };

    /// <summary>The function of a name, or null when expressions may not call it.</summary>
    public static Func<object?[], object?>? Find(string name, int arguments) => Table.GetValueOrDefault((name, arguments));

    private static string Text(object? value) => value as string ?? throw new CelException("no such overload: not a string");

    private static BigInteger Number(object? value) => value as BigInteger? ?? throw new CelException("no such overload: not a quantity");

    private static long Whole(object? value) => value switch
    {
        long whole => whole,
        double real => (long)real,
        string text when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var parsed) => parsed,
        _ => throw new CelException("no such overload: int"),
    };

    private static TimeSpan Duration(string text)
    {
        var total = TimeSpan.Zero;
        var matches = Regex.Matches(text, @"\G(?<amount>\d+(?:\.\d+)?)(?<unit>ns|us|ms|s|m|h)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, RegexLimit);
        if (matches.Count == 0 || matches.Sum(match => match.Length) != text.Length) throw new CelException($"not a duration: {text}");
        foreach (Match match in matches)
        {
            var amount = double.Parse(match.Groups["amount"].Value, CultureInfo.InvariantCulture);
            total += match.Groups["unit"].Value switch
            {
                "h" => TimeSpan.FromHours(amount),
                "m" => TimeSpan.FromMinutes(amount),
                "s" => TimeSpan.FromSeconds(amount),
                "ms" => TimeSpan.FromMilliseconds(amount),
                "us" => TimeSpan.FromMicroseconds(amount),
                _ => TimeSpan.FromMicroseconds(amount / 1000),
            };
        }

        return total;
    }
}
