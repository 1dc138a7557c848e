using System.Collections;
using GitOpsGuard.Core;

namespace GitOpsGuard.Playground.Cluster.Cel;

/// <summary>The functions that expressions may call, by name and number of arguments; a target counts as the first.</summary>
internal static class CelFunctions
{
    private static readonly TimeSpan RegexLimit = TimeSpan.FromSeconds(1);

    private static readonly Dictionary<(string Name, int Arguments), Func<object?[], object?>> Table = new()
    {
        [("size", 1)] = a => Size(a[0]),
        [("startsWith", 2)] = a => Text(a[0]).StartsWith(Text(a[1]), StringComparison.Ordinal),
        [("endsWith", 2)] = a => Text(a[0]).EndsWith(Text(a[1]), StringComparison.Ordinal),
        [("contains", 2)] = a => Text(a[0]).Contains(Text(a[1]), StringComparison.Ordinal),
        [("matches", 2)] = a => Regex.IsMatch(Text(a[0]), Text(a[1]), RegexOptions.CultureInvariant, RegexLimit),
        [("find", 2)] = a => Regex.Match(Text(a[0]), Text(a[1]), RegexOptions.CultureInvariant, RegexLimit).Value,
        [("lowerAscii", 1)] = a => Text(a[0]).ToLowerInvariant(),
        [("upperAscii", 1)] = a => Text(a[0]).ToUpperInvariant(),
        [("trim", 1)] = a => Text(a[0]).Trim(),
        [("replace", 3)] = a => Text(a[0]).Replace(Text(a[1]), Text(a[2]), StringComparison.Ordinal),
        [("indexOf", 2)] = a => (long)Text(a[0]).IndexOf(Text(a[1]), StringComparison.Ordinal),
        [("lastIndexOf", 2)] = a => (long)Text(a[0]).LastIndexOf(Text(a[1]), StringComparison.Ordinal),
        [("substring", 2)] = a => Text(a[0])[(int)Whole(a[1])..],
        [("substring", 3)] = a => Text(a[0])[(int)Whole(a[1])..(int)Whole(a[2])],
        [("split", 2)] = a => Text(a[0]).Split(Text(a[1])).Select(part => (object?)part).ToList(),
        [("join", 1)] = a => string.Concat(CelValues.Walk(a[0]).Select(Text)),
        [("join", 2)] = a => string.Join(Text(a[1]), CelValues.Walk(a[0]).Select(Text)),
        [("isSorted", 1)] = a => CelValues.Walk(a[0]).Pairwise().All(pair => CelValues.Compare(pair.First, pair.Second) <= 0),
        [("sum", 1)] = a => CelValues.Walk(a[0]).DefaultIfEmpty(0L).Aggregate((left, right) => CelValues.Operate("+", left, right)),
        [("min", 1)] = a => CelValues.Walk(a[0]).Aggregate((left, right) => CelValues.Compare(left, right) <= 0 ? left : right),
        [("max", 1)] = a => CelValues.Walk(a[0]).Aggregate((left, right) => CelValues.Compare(left, right) >= 0 ? left : right),
        [("string", 1)] = a => Convert.ToString(a[0], CultureInfo.InvariantCulture),
        [("int", 1)] = a => Whole(a[0]),
        [("double", 1)] = a => CelValues.Real(a[0]),
        [("dyn", 1)] = a => a[0],
        [("duration", 1)] = a => GoDuration.TryParse(Text(a[0]), out var span) ? span : throw new CelException($"not a duration: {a[0]}"),
        [("quantity", 1)] = a => Quantity.Canonical(Text(a[0])) ?? throw new CelException($"not a quantity: {a[0]}"),
        [("isGreaterThan", 2)] = a => Quantity.Compare(Text(a[0]), Text(a[1])) > 0,
        [("diff", 4)] = a => InternalForm.Diff(Text(a[0]), (JsonObject)a[1]!, (JsonObject)a[2]!, Text(a[3])),
        [("jsonProblem", 1)] = a => Trees.TryParse(() => Convert.FromBase64String(Text(a[0])), out var problem) is null ? problem ?? "" : "",
        [("timestamp", 1)] = a => DateTimeOffset.Parse(Text(a[0]), CultureInfo.InvariantCulture),
    };

    /// <summary>The function of a name, or null when expressions may not call it.</summary>
    public static Func<object?[], object?>? Find(string name, int arguments) => Table.GetValueOrDefault((name, arguments));

    private static string Text(object? value) => value as string ?? throw new CelException("no such overload: not a string");

    private static long Whole(object? value) => value switch
    {
        double real => (long)real,
        string or long => Convert.ToInt64(value, CultureInfo.InvariantCulture),
        _ => throw new CelException("no such overload: int"),
    };

    private static long Size(object? value) => value switch
    {
        string text => new StringInfo(text).LengthInTextElements,
        ICollection list => list.Count,
        JsonObject map => map.Count,
        _ => throw new CelException("no such overload: size"),
    };

    private static IEnumerable<(object? First, object? Second)> Pairwise(this IEnumerable<object?> items) => items.Zip(items.Skip(1));
}
