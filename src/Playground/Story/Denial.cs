namespace GitOpsGuard.Playground.Story;

/// <summary>What a person reads off the guard's answer: the change request to propose, and the place in Git.</summary>
internal sealed partial record Denial(string ChangeRequest, string File, int Line)
{
    /// <summary>Null when the text is no denial with an address and a change request.</summary>
    public static Denial? Parse(string text)
    {
        var found = Answer().Match(text);
        return found.Success
            ? new Denial(
                found.Groups["request"].Value,
                found.Groups["file"].Value,
                int.Parse(found.Groups["line"].Value, CultureInfo.InvariantCulture))
            : null;
    }

    [GeneratedRegex(
        @"^\s*declared\s+(?<file>[^\n]+?):(?<line>\d+)\s.*kubectl gitops propose (?<request>chg-[a-z0-9]+)",
        RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Answer();
}
