namespace GitOpsGuard.Playground.Cluster.Fields;

/// <summary>The forms of names and label values; each check gives the server's words, or null when the text fits.</summary>
internal static partial class NameForms
{
    private const string Subdomain =
        "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start " +
        "and end with an alphanumeric character (e.g. 'example.com', regex used for validation is " +
        @"'[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";

    private const string Label =
        "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end " +
        "with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is " +
        "'[a-z0-9]([-a-z0-9]*[a-z0-9])?')";

    private const string Qualified =
        "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an " +
        "alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is " +
        "'([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";

    private const string ConfigKey =
        "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  " +
        "or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')";

    private const string LabelValue =
        "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start " +
        "and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation " +
        "is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";

    public static string? SubdomainProblem(string text) =>
        text.Length > 253 ? TooLong(253) : SubdomainForm().IsMatch(text) ? null : Subdomain;

    public static string? LabelProblem(string text) =>
        text.Length > 63 ? TooLong(63)
        : LabelForm().IsMatch(text) ? null
        : text.Contains('.', StringComparison.Ordinal) ? "must not contain dots"
        : Label;

    public static string? LabelValueProblem(string text) =>
        text.Length > 63 ? TooLong(63) : text.Length == 0 || QualifiedForm().IsMatch(text) ? null : LabelValue;

    public static string? ConfigKeyProblem(string text) => text switch
    {
        "." or ".." => $"must not be '{text}'",
        _ when text.Length > 253 => TooLong(253),
        _ when text.StartsWith("..", StringComparison.Ordinal) => "must not start with '..'",
        _ => ConfigKeyForm().IsMatch(text) ? null : ConfigKey,
    };

    public static string? PathSegmentProblem(string text) => text switch
    {
        "." or ".." => $"may not be '{text}'",
        _ when text.Contains('/', StringComparison.Ordinal) => "may not contain '/'",
        _ when text.Contains('%', StringComparison.Ordinal) => "may not contain '%'",
        _ => null,
    };

    public static string? QualifiedNameProblem(string text)
    {
        var parts = text.Split('/');
        if (parts.Length > 2)
        {
            return "a qualified name " + Qualified["name part ".Length..] +
                " with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')";
        }

        if (parts.Length == 2)
        {
            if (parts[0].Length == 0) return "prefix part must be non-empty";
            if (SubdomainProblem(parts[0]) is { } problem) return "prefix part " + problem;
        }

        var name = parts[^1];
        if (name.Length == 0) return "name part must be non-empty";
        if (name.Length > 63) return "name part " + TooLong(63);
        return QualifiedForm().IsMatch(name) ? null : Qualified;
    }

    private static string TooLong(int most) => $"must be no more than {most} bytes";

    [GeneratedRegex(@"^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SubdomainForm();

    [GeneratedRegex(@"^[a-z0-9]([-a-z0-9]*[a-z0-9])?\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex LabelForm();

    [GeneratedRegex(@"^[-._a-zA-Z0-9]+\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ConfigKeyForm();

    [GeneratedRegex(@"^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex QualifiedForm();
}
