namespace GitOpsGuard.Playground.Cluster.Fields;

/// <summary>
/// One invalid field. <see cref="Message"/> is the cause's message (<c>Invalid value: "A": ...</c>), <see cref="Reason"/>
/// the cause's reason; the line of a Status is the path, a colon and the message.
/// </summary>
internal sealed record FieldError(string Path, string Reason, string Message)
{
    public static FieldError Required(string path, string detail = "") => Of("Required", path, null, detail);

    public static FieldError Invalid(string path, JsonNode? value, string detail) => Of("Invalid", path, value, detail);

    public static FieldError NotSupported(string path, JsonNode? value, IEnumerable<string> supported) =>
        Of("NotSupported", path, value, $"supported values: {string.Join(", ", supported.Select(one => $"\"{one}\""))}");

    /// <summary>An error with a reason, without the FieldValue that it begins with.</summary>
    public static FieldError Of(string reason, string path, JsonNode? value, string detail = "")
    {
        var problems = Template.Answers.Fill("Field problems", ("value", value?.ToJsonString(GoText.Plain) ?? "null"));
        var problem = problems.Text(reason) ?? problems.Text("Invalid")!;
        return new(path, $"FieldValue{reason}", detail.Length == 0 ? problem : $"{problem}: {detail}");
    }

    public override string ToString() => $"{Path}: {Message}";
}
