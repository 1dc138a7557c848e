using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using GitOpsGuard.Recorder.Recorded;

namespace GitOpsGuard.Recorder.Recording;

/// <summary>Puts placeholders where a server's own values are, numbered by first appearance.</summary>
internal sealed partial class Normaliser(Bindings bindings, TimeProvider time)
{
    private static readonly TimeSpan Near = TimeSpan.FromDays(2);
    private readonly Dictionary<(string Name, string Value), string> _placeholders = [];
    private readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);
    private readonly HashSet<string> _written = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _counts = [];

    /// <summary>Has a text replaced wherever it is.</summary>
    public void Know(string text, string placeholder)
    {
        _texts[text] = placeholder;
        bindings.Bind(placeholder, text);
    }

    /// <summary>A request of a client: what answers gave before becomes placeholders, everything else stays.</summary>
    public RecordedRequest Request(RecordedRequest request) => request.Map(
        path => Query().Replace(Text(path, false), match => match.Groups["key"].Value + Known(match.Groups["value"].Value)),
        text => Text(text, false),
        body => Node("", body, false)) with
    {
        Binary = Wire.Keep(request.Binary, value => _placeholders.GetValueOrDefault(("uid", value)) ?? Known(value)),
    };

    public JsonNode? Answer(JsonNode? body) => Node("", body, true);

    public string Answer(string text) => Text(text, true);

    private JsonNode? Node(string key, JsonNode? node, bool drawn)
    {
        switch (node)
        {
            case JsonObject members:
                return Members(members, drawn);
            case JsonArray items:
                return new JsonArray([.. items.Select(item => Node(key, item, drawn))]);
            case JsonValue value when value.TryGetValue<string>(out var text):
                return Value(key, text, drawn);
            case JsonValue value when key is "nodePort" or "healthCheckNodePort" && value.TryGetValue<int>(out var port) && port > 0:
                return Port(port, drawn) ?? node.DeepClone();
            default:
                return node?.DeepClone();
        }
    }

    private JsonObject Members(JsonObject members, bool drawn)
    {
        var metadata = members["metadata"] as JsonObject;
        if (drawn && (string?)metadata?["generateName"] is { } prefix && (string?)metadata["name"] is { } name
            && name.Length == prefix.Length + 5 && name.StartsWith(prefix, StringComparison.Ordinal) && !_written.Contains(name) && !_texts.ContainsKey(name))
        {
            _texts[name] = prefix + Placeholder("suffix", name[prefix.Length..]);
        }

        var kind = members["kind"] is JsonValue named && named.TryGetValue<string>(out var text) ? text : "";
        var isList = kind == "Table" || (kind.EndsWith("List", StringComparison.Ordinal) && members["items"] is JsonArray);
        var isBookmark = members["type"] is JsonValue type && type.TryGetValue<string>(out var word) && word == "BOOKMARK";
        var normal = new JsonObject();
        foreach (var (field, value) in members)
        {
            var at = field == "metadata" && isList ? "list metadata" : field == "object" && isBookmark ? "bookmark" : field;
            normal[Text(field, drawn)] = at switch
            {
                "value" when !drawn && IsVersionPath(members) => Known((string)value!),
                "list metadata" => Fresh(value!.AsObject(), drawn),
                "bookmark" => Bookmark(value!.AsObject(), drawn),
                _ => Node(field, value, drawn),
            };
        }

        if (kind == "Table") Ages(normal);
        return normal;
    }

    /// <summary>Whether it is an operation of a JSON patch on the object's version.</summary>
    private static bool IsVersionPath(JsonObject members) =>
        members["path"] is JsonValue path && path.TryGetValue<string>(out var text) && text == "/metadata/resourceVersion" && members["value"] is JsonValue;

    private JsonObject Bookmark(JsonObject bookmark, bool drawn)
    {
        var normal = bookmark.DeepClone().AsObject();
        normal["metadata"] = Fresh(bookmark["metadata"]!.AsObject(), drawn);
        return normal;
    }

    private JsonObject Fresh(JsonObject metadata, bool drawn)
    {
        var rest = metadata.DeepClone().AsObject();
        rest.Remove("resourceVersion");
        var normal = Members(rest, drawn);
        if (metadata["resourceVersion"] is { } version) normal["resourceVersion"] = drawn ? Placeholder("list", (string)version!) : version.DeepClone();
        return normal;
    }

    private JsonNode? Value(string key, string text, bool drawn)
    {
        if (key == "resourceVersion" && Digits().IsMatch(text)) return drawn ? Placeholder("rv", text) : Known(text);
        if (key == "continue" && text.Length > 0) return drawn ? Placeholder("continue", text) : Known(text);
        if (drawn && Jwt.Read(text) is { } claims)
            return new JsonObject { ["jwt"] = Node("", claims, true), ["is"] = Placeholder("token", text) };
        return Text(text, drawn);
    }

    /// <summary>Follows the volumes that the server adds to pods under drawn names.</summary>
    private void Learn(string text)
    {
        foreach (var match in TokenVolume().Matches(text).Where(match => !_written.Contains(match.Value) && !_texts.ContainsKey(match.Value)))
            _texts[match.Value] = match.Groups["prefix"].Value + Placeholder("suffix", match.Groups["suffix"].Value);
    }

    private JsonNode? Port(int port, bool drawn)
    {
        var value = port.ToString(CultureInfo.InvariantCulture);
        if (_placeholders.TryGetValue(("port", value), out var known)) return known;
        if (drawn && !_written.Contains(value)) return Placeholder("port", value);
        _written.Add(value);
        return null;
    }

    private string Text(string text, bool drawn)
    {
        if (drawn) Learn(text);
        foreach (var (value, placeholder) in _texts.OrderByDescending(entry => entry.Key.Length))
            text = text.Replace(value, placeholder, StringComparison.Ordinal);
        text = EmbeddedVersion().Replace(text, match => match.Groups["before"].Value + (drawn ? Placeholder("rv", match.Groups["value"].Value) : Known(match.Groups["value"].Value)));
        if (drawn) text = PreconditionVersion().Replace(text, match => match.Groups["before"].Value + Placeholder("rv", match.Groups["value"].Value));
        text = Uid().Replace(text, match => Drawn("uid", match.Value, drawn));
        text = Moment().Replace(text, match => IsNear(match.Value) ? (match.Value.Contains('.', StringComparison.Ordinal) ? Placeholders.Microtime : Placeholders.Time) : match.Value);
        text = ServicePort().Replace(text, match => match.Groups["before"].Value + _placeholders.GetValueOrDefault(("port", match.Groups["value"].Value), match.Groups["value"].Value));
        text = ServiceAddress().Replace(text, match => Drawn("ip", match.Value, drawn));
        if (!drawn) return text;
        text = CertificateDigest().Replace(text, Placeholders.Certificate);
        return VersionNumber().Replace(text, match => match.Groups["before"].Value + Placeholders.Number);
    }

    /// <summary>The placeholder of a value; what a client wrote first stays as it is.</summary>
    private string Drawn(string name, string value, bool drawn)
    {
        if (_placeholders.TryGetValue((name, value), out var known)) return known;
        if (!drawn) _written.Add(value);
        return _written.Contains(value) ? value : Placeholder(name, value);
    }

    private string Placeholder(string name, string value)
    {
        if (!Placeholders.IsFresh(name) && _placeholders.TryGetValue((name, value), out var known)) return known;
        var number = _counts[name] = _counts.GetValueOrDefault(name) + 1;
        var placeholder = $"<{name}-{number}>";
        bindings.Bind(placeholder, value);
        return _placeholders[(name, value)] = placeholder;
    }

    /// <summary>A version or continuation in a request.</summary>
    private string Known(string value) =>
        _placeholders.GetValueOrDefault(("continue", value))
        ?? _placeholders.GetValueOrDefault(("list", value))
        ?? _placeholders.GetValueOrDefault(("rv", value))
        ?? value;

    private bool IsNear(string moment) =>
        DateTimeOffset.TryParse(moment, CultureInfo.InvariantCulture, out var at) && (at - time.GetUtcNow()).Duration() < Near;

    private static void Ages(JsonObject table)
    {
        var columns = table["columnDefinitions"] as JsonArray ?? [];
        foreach (var row in table["rows"] as JsonArray ?? [])
        {
            var cells = row!["cells"]!.AsArray();
            for (var i = 0; i < columns.Count; i++)
            {
                if (((string)columns[i]!["name"]! is "Age" or "Last Schedule" or "Duration" || (string)columns[i]!["type"]! == "date")
                    && AgeText().IsMatch(cells[i]?.ToString() ?? ""))
                    cells[i] = Placeholders.Age;
            }
        }
    }

    [GeneratedRegex("(?<key>[?&](?:resourceVersion|continue)=)(?<value>[^&]+)")]
    private static partial Regex Query();

    [GeneratedRegex("(?<before>\\\\?\"resourceVersion\\\\?\":\\\\?\")(?<value>[1-9][0-9]*)")]
    private static partial Regex EmbeddedVersion();

    [GeneratedRegex("(?<before>ResourceVersion in (?:the precondition|record) \\()(?<value>[0-9]+)")]
    private static partial Regex PreconditionVersion();

    [GeneratedRegex("(?<prefix>kube-api-access-)(?<suffix>[bcdfghjklmnpqrstvwxz2456789]{5})\\b")]
    private static partial Regex TokenVolume();

    [GeneratedRegex("^[1-9][0-9]*$")]
    private static partial Regex Digits();

    [GeneratedRegex("(?<![0-9a-f])[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\\b")]
    private static partial Regex Uid();

    [GeneratedRegex("\\b[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\\.[0-9]{6})?Z")]
    private static partial Regex Moment();

    [GeneratedRegex("\\b10\\.96\\.[0-9]{1,3}\\.[0-9]{1,3}\\b")]
    private static partial Regex ServiceAddress();

    [GeneratedRegex("(?<before>\\b[0-9]+:)(?<value>[0-9]+)(?=/(?:TCP|UDP|SCTP))")]
    private static partial Regex ServicePort();

    [GeneratedRegex("X509SHA256=[0-9a-f]{64}")]
    private static partial Regex CertificateDigest();

    [GeneratedRegex("(?<before>current: |too old resource version: [0-9]+ \\()[0-9]+")]
    private static partial Regex VersionNumber();

    [GeneratedRegex("^(?:[0-9]+[smhdy])+$")]
    private static partial Regex AgeText();
}
