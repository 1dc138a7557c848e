namespace GitOpsGuard.Playground.Cluster.Representation;

/// <summary>
/// The cells of <c>resources.txt</c>: text with <c>{PATH|DEFAULT}</c> or <c>{FUNCTION ARGUMENTS|DEFAULT}</c> in it.
/// </summary>
internal static partial class CellText
{
    private delegate JsonNode? CellFunction(JsonObject item, string[] arguments, DateTimeOffset now);

    private static readonly Dictionary<string, CellFunction> Functions = new()
    {
        ["age"] = (item, paths, now) => Age.Since(Find(item, paths).FirstOrDefault().Text(), now),
        ["since"] = (item, paths, now) => Find(item, paths).FirstOrDefault().Text() is { } then ? Age.Since(then, now) : null,
        ["duration"] = (item, paths, now) => Find(item, paths).FirstOrDefault().Text() is { } start
            ? Age.Since(start, DateTimeOffset.TryParse(item.Text("status", "completionTime"), CultureInfo.InvariantCulture, out var end) ? end : now)
            : "",
        ["count"] = (item, paths, _) => Find(item, paths).Sum(found => found switch
        {
            JsonObject map => map.Count,
            JsonArray list => list.Count,
            _ => 1,
        }),
        ["pairs"] = (item, paths, _) => string.Join(',', Find(item, paths).OfType<JsonObject>().SelectMany(map => map.Select(Pair))),
        ["selector"] = (item, paths, _) => LabelSelector.Of(Find(item, paths).FirstOrDefault() as JsonObject).ToString(),
        ["lower"] = (item, paths, _) => Find(item, paths).FirstOrDefault().Text()?.ToLowerInvariant(),
        ["trim"] = (item, paths, _) => Find(item, paths).FirstOrDefault().Text()?.Trim(),
        ["accessModes"] = (item, paths, _) => string.Join(',', Find(item, paths).Select(mode => string.Concat(mode.Text()!.Where(char.IsUpper)))),
        ["ready"] = (item, _, _) => item.Items("status", "containerStatuses").Count(status => status.Flag("ready")).ToString(CultureInfo.InvariantCulture),
        ["restarts"] = (item, _, _) =>
            item.Items("status", "containerStatuses").Sum(status => status.Number("restartCount") ?? 0).ToString(CultureInfo.InvariantCulture),
        ["podStatus"] = (item, _, _) => item.Has("metadata", "deletionTimestamp") ? "Terminating" : PodStatus(item),
        ["jobStatus"] = (item, _, _) => True(item, "Complete") ? "Complete" : True(item, "Failed") ? "Failed"
            : item.Flag("spec", "suspend") ? "Suspended" : "Running",
        ["nodeStatus"] = (item, _, _) => (True(item, "Ready") ? "Ready" : item.Has("status", "conditions") ? "NotReady" : "Unknown")
            + (item.Flag("spec", "unschedulable") ? ",SchedulingDisabled" : ""),
        ["roles"] = (item, _, _) => string.Join(',', (item.Map("metadata", "labels") ?? []).Select(label => label.Key)
            .Where(key => key.StartsWith(RolePrefix, StringComparison.Ordinal)).Select(key => key[RolePrefix.Length..])),
        ["externalAddress"] = (item, _, _) => item.Text("spec", "type") switch
        {
            "ExternalName" => item.Text("spec", "externalName"),
            "LoadBalancer" => Find(item, ".status.loadBalancer.ingress[*].ip").FirstOrDefault().Text() ?? "<pending>",
            _ => string.Join(',', item.Texts("spec", "externalIPs")),
        },
        ["servicePorts"] = (item, _, _) => string.Join(',', item.Items("spec", "ports").Select(port =>
            (port.Number("nodePort") is { } node ? $"{port.Number("port")}:{node}/" : $"{port.Number("port")}/") + port.Text("protocol"))),
        ["endpoints"] = (item, _, _) => string.Join(',', item.Items("subsets").SelectMany(subset => subset.Items("addresses")
            .SelectMany(address => subset.Items("ports").Select(port => $"{address.Text("ip")}:{port.Number("port")}")))),
        ["hosts"] = (item, _, _) => string.Join(',', item.Items("spec", "rules").Select(rule => rule.Text("host") ?? "*")),
        ["ingressPorts"] = (item, _, _) => item.Items("spec", "tls").Any() ? "80, 443" : "80",
        ["metrics"] = (item, _, _) => string.Join(", ", item.Items("spec", "metrics").Select(metric =>
            $"{metric.Text("resource", "name")}: <unknown>/{metric.Number("resource", "target", "averageUtilization")}%")),
        ["subjects"] = (item, kinds, _) => string.Join(", ", item.Items("subjects").Where(subject => subject.Text("kind") == kinds[0])
            .Select(subject => subject.Has("namespace") ? $"{subject.Text("namespace")}/{subject.Text("name")}" : subject.Text("name"))),
    };

    private const string RolePrefix = "node-role.kubernetes.io/";
    private static readonly string[] NeverNone = ["roles", "servicePorts", "selector", "pairs", "externalAddress", "endpoints"];

    /// <summary>The function that fills a cell; a typed cell is a number or a boolean and not its text.</summary>
    public static Func<JsonObject, DateTimeOffset, JsonNode?> Compile(string cell, bool typed) => (item, now) =>
    {
        if (typed) return Value(Place().Match(cell), item, now);
        return Place().Replace(cell, place => Value(place, item, now) is { } value ? value.Text() ?? value.ToJsonString() : "");
    };

    private static JsonNode? Value(Match place, JsonObject item, DateTimeOffset now)
    {
        var words = place.Groups["words"].Value.Split(' ');
        var value = words[0].StartsWith('.') ? Joined([.. Find(item, words)]) : Functions[words[0]](item, words[1..], now);
        if (value is not null && value.Text() != "") return value;
        if (NeverNone.Contains(words[0])) return "<none>";
        return place.Groups["or"] is { Success: true } or ? Literal(or.Value) : value;
    }

    private static JsonNode? Literal(string text) => long.TryParse(text, out var number) ? number : bool.TryParse(text, out var flag) ? flag : text;

    private static JsonNode? Joined(JsonNode[] found) => found.Length == 1
        ? found[0].DeepClone()
        : found.Length == 0 ? null : string.Join(',', found.Select(node => node.Text() ?? node.ToJsonString()));

    private static IEnumerable<JsonNode> Find(JsonObject item, params IEnumerable<string> paths) => paths.SelectMany(path => JsonPaths.Find(item, path));

    private static string Pair(KeyValuePair<string, JsonNode?> entry) => $"{entry.Key}={entry.Value.Text()}";

    private static bool True(JsonObject item, string condition) =>
        item.Items("status", "conditions").Any(entry => entry.Text("type") == condition && entry.Text("status") == "True");

    private static string PodStatus(JsonObject pod) => pod.Items("status", "containerStatuses")
        .Select(status => status.Text("state", "waiting", "reason") ?? status.Text("state", "terminated", "reason"))
        .FirstOrDefault(reason => reason is not null)
        ?? pod.Text("status", "reason") ?? pod.Text("status", "phase") ?? "";

    [GeneratedRegex(@"\{(?<words>[^{}|]+)(?:\|(?<or>[^{}]*))?\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Place();
}
