using System.Globalization;
using System.Text.Json.Nodes;

namespace GitOpsGuard.Recorder.Recorded;

/// <summary>The values that a server drew, by the placeholders that stand for them.</summary>
internal sealed class Bindings(TimeProvider time)
{
    private Dictionary<string, string> _values = new(StringComparer.Ordinal);

    /// <summary>As they are now, for what may have to be taken back.</summary>
    public Bindings Copy() => new(time) { _values = new(_values, StringComparer.Ordinal) };

    public string? Find(string placeholder) => _values.GetValueOrDefault(placeholder);

    public void Bind(string placeholder, string value) => _values[placeholder] = value;

    /// <summary>Another placeholder of the same name that stands for a value already.</summary>
    public string? Holder(string name, string value) =>
        _values.FirstOrDefault(entry => entry.Value == value && entry.Key.StartsWith($"<{name}-", StringComparison.Ordinal)).Key;

    /// <summary>The request with the server's values and its present moment. Throws <see cref="InvalidDataException"/> for one that is not known.</summary>
    public RecordedRequest Fill(RecordedRequest request) => request.Map(Fill, Fill, Fill) with { Binary = Wire.Fill(request.Binary, Fill) };

    private string Fill(string text) => Placeholders.Any().Replace(text, match => match.Value switch
    {
        Placeholders.Time => time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        Placeholders.Microtime => time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture),
        var placeholder => Find(placeholder) ?? throw new InvalidDataException($"no answer gave {placeholder} yet"),
    });

    private JsonNode? Fill(JsonNode? node) => node switch
    {
        JsonObject members => new JsonObject(members.Select(member => KeyValuePair.Create(Fill(member.Key), Fill(member.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Fill)]),
        JsonValue value when value.TryGetValue<string>(out var text) => FillValue(text),
        _ => node?.DeepClone(),
    };

    private JsonNode FillValue(string text)
    {
        var filled = Fill(text);
        return text.StartsWith("<port-", StringComparison.Ordinal) && int.TryParse(filled, out var port) ? port : filled;
    }
}
