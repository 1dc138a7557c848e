using System.Reflection;
using GitOpsGuard.Playground;

namespace GitOpsGuard.EndToEnd.Tests.Scenarios;

/// <summary>
/// The table of docs/guard/scenarios.md. Each scenario compares its own row with what it saw; with <c>UPDATE_GOLDEN=1</c> it
/// writes the row instead.
/// </summary>
internal static class ScenarioTable
{
    private static readonly string Page = Path.Combine(PlaygroundPaths.FindRoot(), "docs", "guard", "scenarios.md");
    private static readonly Lock Access = new();

    /// <summary>The rows of the page.</summary>
    public static IReadOnlyList<ScenarioRow> Rows
    {
        get
        {
            lock (Access) return [.. File.ReadLines(Page).Select(ScenarioRow.Parse).OfType<ScenarioRow>()];
        }
    }

    /// <summary>Number and case of every scenario of this assembly, by its test.</summary>
    public static ILookup<(int Number, string Case), MethodInfo> Tests { get; } = typeof(ScenarioTable).Assembly.GetTypes()
        .SelectMany(type => type.GetMethods())
        .SelectMany(method => method.GetCustomAttributes<ScenarioAttribute>().Select(scenario => (Scenario: scenario, Method: method)))
        .ToLookup(test => (test.Scenario.Number, ScenarioRow.CaseOf(test.Method)), test => test.Method);

    /// <summary>Whether rows are written instead of compared.</summary>
    public static bool Updates => Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1";

    /// <summary>Fails when the page says something else of the case than what its test saw.</summary>
    public static void Compare(ScenarioRow seen)
    {
        if (Updates) Write(seen);
        var said = Rows.Where(row => row.Number == seen.Number && row.Case == seen.Case).ToList();
        Assert.True(
            said is [var row] && row.Verdict == seen.Verdict,
            $"docs/guard/scenarios.md says: {(said.Count == 0 ? "nothing" : string.Join(' ', said))}\nThe test saw:               {seen}\n"
            + "If that is right, write the page anew: see CONTRIBUTING.md.");
    }

    private static void Write(ScenarioRow seen)
    {
        lock (Access)
        {
            var rows = Rows.Where(row => Tests.Contains((row.Number, row.Case)) && (row.Number, row.Case) != (seen.Number, seen.Case))
                .Append(seen)
                .OrderBy(row => row.Number).ThenBy(row => row.Verdict.StartsWith("allowed", StringComparison.Ordinal)).ThenBy(row => row.Case, StringComparer.Ordinal);
            var kept = File.ReadAllLines(Page);
            var head = kept.TakeWhile(line => ScenarioRow.Parse(line) is null);
            var tail = kept.Reverse().TakeWhile(line => ScenarioRow.Parse(line) is null).Reverse();
            File.WriteAllLines(Page, [.. head, .. rows.Select(row => row.ToString()), .. kept.Any(line => ScenarioRow.Parse(line) is not null) ? tail : []]);
        }
    }
}
