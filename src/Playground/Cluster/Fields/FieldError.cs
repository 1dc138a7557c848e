using System.Text.Encodings.Web;

namespace GitOpsGuard.Playground.Cluster.Fields;

/// <summary>
/// One invalid field. <see cref="Message"/> is the cause's message (<c>Invalid value: "A": ...</c>), <see cref="Reason"/>
/// the cause's reason; the line of a Status is the path, a colon and the message.
/// </summary>
internal sealed record FieldError(string Path, string Reason, string Message)
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static FieldError Required(string path, string detail = "") => Of(path, "Required", "Required value", detail);

    public static FieldError Invalid(string path, JsonNode? value, string detail) =>
        Of(path, "Invalid", $"Invalid value: {Display(value)}", detail);

    public static FieldError NotSupported(string path, JsonNode? value, IEnumerable<string> supported) => Of(
        path, "NotSupported", $"Unsupported value: {Display(value)}",
        $"supported values: {string.Join(", ", supported.Select(one => $"\"{one}\""))}");

    public static FieldError Duplicate(string path, JsonNode? value) => Of(path, "Duplicate", $"Duplicate value: {Display(value)}");

    public static FieldError NotFound(string path, JsonNode? value) => Of(path, "NotFound", $"Not found: {Display(value)}");

    public static FieldError Forbidden(string path, string detail) => Of(path, "Forbidden", "Forbidden", detail);

    public static FieldError TooLong(string path, string detail) => Of(path, "TooLong", "Too long", detail);

    public static FieldError TooMany(string path, int count, string detail) => Of(path, "TooMany", $"Too many: {count}", detail);

    public static FieldError TypeInvalid(string path, JsonNode? value, string detail) =>
        Of(path, "TypeInvalid", $"Invalid value: {Display(value)}", detail);

    public override string ToString() => $"{Path}: {Message}";

    private static FieldError Of(string path, string reason, string problem, string detail = "") =>
        new(path, $"FieldValue{reason}", detail.Length == 0 ? problem : $"{problem}: {detail}");

    private static string Display(JsonNode? value) => value?.ToJsonString(Plain) ?? "null";
}
