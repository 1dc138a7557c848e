namespace GitOpsGuard.Playground.Cluster.Fields;

/// <summary>
/// One invalid field. <see cref="Message"/> is the cause's message (<c>Invalid value: "A": ...</c>); the line of a
/// Status is the path, a colon and the message.
/// </summary>
internal sealed record FieldError(string Path, string Reason, string Message)
{
    public static FieldError Required(string path, string detail = "") =>
        new(path, FieldErrorReason.Required, With("Required value", detail));

    public static FieldError Invalid(string path, JsonNode? value, string detail) =>
        new(path, FieldErrorReason.Invalid, With($"Invalid value: {Display(value)}", detail));

    public static FieldError NotSupported(string path, JsonNode? value, IEnumerable<string> supported) => new(
        path,
        FieldErrorReason.NotSupported,
        $"Unsupported value: {Display(value)}: supported values: " +
        string.Join(", ", supported.Select(one => $"\"{one}\"")));

    public static FieldError Duplicate(string path, JsonNode? value) =>
        new(path, FieldErrorReason.Duplicate, $"Duplicate value: {Display(value)}");

    public static FieldError Forbidden(string path, string detail) =>
        new(path, FieldErrorReason.Forbidden, With("Forbidden", detail));

    public override string ToString() => $"{Path}: {Message}";

    private static string With(string kind, string detail) => detail.Length == 0 ? kind : $"{kind}: {detail}";

    private static string Display(JsonNode? value) => value is null
        ? "null"
        : value.ToJsonString(new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
