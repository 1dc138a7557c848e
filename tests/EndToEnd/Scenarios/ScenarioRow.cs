using System.Reflection;

namespace GitOpsGuard.EndToEnd.Tests.Scenarios;

/// <summary>A row of docs/guard/scenarios.md.</summary>
/// <param name="Number">The number under which rows stand together.</param>
/// <param name="Case">The case: the name of its test in words.</param>
/// <param name="Verdict">What became of the write.</param>
internal sealed record ScenarioRow(int Number, string Case, string Verdict)
{
    /// <summary>The case that a test is about.</summary>
    public static string CaseOf(MethodInfo test) => test.Name.Replace('_', ' ');

    /// <summary>Reads a line of the page; null when it is no row.</summary>
    public static ScenarioRow? Parse(string line) =>
        line.Split('|', StringSplitOptions.TrimEntries) is ["", var number, var text, var verdict, ""] && int.TryParse(number, out var found)
            ? new(found, text, verdict)
            : null;

    /// <inheritdoc/>
    public override string ToString() => $"| {Number} | {Case} | {Verdict} |";
}
