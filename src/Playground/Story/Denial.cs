namespace GitOpsGuard.Playground.Story;

/// <summary>What a person reads off the guard's answer: the change request to propose, and the place in Git.</summary>
internal sealed partial record Denial(string ChangeRequest, string File, int Line)
{
    /// <summary>Null when the text is no denial with an address and a change request.</summary>
    public static Denial? Parse(string text)
    {
        var address = Address().Match(text);
        var request = Request().Match(text);
        return address.Success && request.Success
            ? new Denial(
                request.Groups["request"].Value,
                address.Groups["file"].Value,
                int.Parse(address.Groups["line"].Value, CultureInfo.InvariantCulture))
            : null;
    }

    [GeneratedRegex(@"^\s*declared\s+(?<file>.+?):(?<line>\d+)\s", RegexOptions.Multiline | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Address();

    [GeneratedRegex(@"kubectl gitops propose (?<request>chg-[a-z0-9]+)", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Request();
}
