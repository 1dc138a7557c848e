using System.Collections;

namespace GitOpsGuard.Playground.Cluster.Cel;

/// <summary>
/// Values of expressions: null, bool, long, double, string, TimeSpan, DateTimeOffset, lists as
/// <see cref="IReadOnlyList{T}"/>, maps as <see cref="JsonObject"/>; and maps whose values are computed when asked for.
/// </summary>
internal static class CelValues
{
    public static object? From(JsonNode? node) => node switch
    {
        null => null,
        JsonObject map => map,
        JsonArray list => list.Select(From).ToList(),
        _ => node.GetValueKind() switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            JsonValueKind.String => node.Text(),
            JsonValueKind.Number => Number(node.ToJsonString()),
            _ => null,
        },
    };

    public static JsonNode? ToJson(object? value) => value switch
    {
        JsonNode node => node.DeepClone(),
        IReadOnlyList<object?> list => new JsonArray([.. list.Select(ToJson)]),
        _ => JsonSerializer.SerializeToNode(value),
    };

    public static object Number(string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole)
            ? whole
            : (object)double.Parse(text, CultureInfo.InvariantCulture);

    /// <summary>What the server calls the type of a value.</summary>
    public static string TypeOf(object? value) => value switch
    {
        null => "null_type",
        long => "int",
        JsonObject => "map",
        IReadOnlyList<object?> => "list",
        _ => value.GetType().Name.ToLowerInvariant(),
    };

    public static bool Truth(object? value) => value as bool? ?? throw new CelException("no such overload: not a boolean");

    public static object? Operate(string sign, object? left, object? right) => sign switch
    {
        "==" => Equals(left, right),
        "!=" => !Equals(left, right),
        "<" => Compare(left, right) < 0,
        "<=" => Compare(left, right) <= 0,
        ">" => Compare(left, right) > 0,
        ">=" => Compare(left, right) >= 0,
        "in" => Contains(right, left),
        _ => Arithmetic(sign, left, right),
    };

    public static int Compare(object? left, object? right) => (left, right) switch
    {
        (long first, long second) => first.CompareTo(second),
        (long or double, long or double) => Real(left).CompareTo(Real(right)),
        (string first, string second) => string.CompareOrdinal(first, second),
        (TimeSpan or DateTimeOffset or bool, not null) when left.GetType() == right.GetType() => Comparer.Default.Compare(left, right),
        _ => throw new CelException("no such overload: comparison of values of different types"),
    };

    public static object? Field(object? value, string key) => value switch
    {
        JsonObject map when map.TryGetPropertyValue(key, out var found) => From(found),
        IReadOnlyDictionary<string, Func<object?>> computed when computed.TryGetValue(key, out var compute) => compute(),
        _ => throw new CelException($"no such key: {key}"),
    };

    public static object? Element(object? value, object? index) => (value, index) switch
    {
        (IReadOnlyList<object?> list, long at) when at >= 0 && at < list.Count => list[(int)at],
        (IReadOnlyList<object?>, long at) => throw new CelException($"index out of bounds: {at}"),
        (JsonObject, string key) => Field(value, key),
        _ => throw new CelException("no such overload: index"),
    };

    /// <summary>What a macro walks over: the elements of a list, the keys of a map.</summary>
    public static IEnumerable<object?> Walk(object? value) => value switch
    {
        IReadOnlyList<object?> list => list,
        JsonObject map => map.Select(entry => (object?)entry.Key),
        _ => throw new CelException("expression of a macro is neither a list nor a map"),
    };

    public static double Real(object? value) => Convert.ToDouble(value, CultureInfo.InvariantCulture);

    private static new bool Equals(object? left, object? right) => (left, right) switch
    {
        (null, _) or (_, null) => left is null && right is null,
        (long or double, long or double) => Compare(left, right) == 0,
        (IReadOnlyList<object?> first, IReadOnlyList<object?> second) =>
            first.Count == second.Count && first.Zip(second).All(pair => Equals(pair.First, pair.Second)),
        (JsonObject first, JsonObject second) => JsonNode.DeepEquals(first, second),
        _ => left.Equals(right),
    };

    private static bool Contains(object? container, object? sought) => container is JsonObject map
        ? sought is string key && map.ContainsKey(key)
        : Walk(container).Any(item => Equals(item, sought));

    private static object? Arithmetic(string sign, object? left, object? right) => (sign, left, right) switch
    {
        ("+", string first, string second) => first + second,
        ("+", IReadOnlyList<object?> first, IReadOnlyList<object?> second) => first.Concat(second).ToList(),
        ("+", TimeSpan first, TimeSpan second) => first + second,
        ("-", TimeSpan first, TimeSpan second) => first - second,
        ("+", DateTimeOffset first, TimeSpan second) => first + second,
        ("-", DateTimeOffset first, TimeSpan second) => first - second,
        ("-", DateTimeOffset first, DateTimeOffset second) => first - second,
        ("/" or "%", long, 0L) => throw new CelException("division by zero"),
        ("+", long first, long second) => checked(first + second),
        ("-", long first, long second) => checked(first - second),
        ("*", long first, long second) => checked(first * second),
        ("/", long first, long second) => first / second,
        ("%", long first, long second) => first % second,
        ("+", double first, double second) => first + second,
        ("-", double first, double second) => first - second,
        ("*", double first, double second) => first * second,
        ("/", double first, double second) => first / second,
        _ => throw new CelException($"no such overload: {sign}"),
    };
}
