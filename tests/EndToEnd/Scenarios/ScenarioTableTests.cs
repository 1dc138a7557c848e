namespace GitOpsGuard.EndToEnd.Tests.Scenarios;

/// <summary>The page of the scenarios says neither more nor less than its tests.</summary>
public sealed class ScenarioTableTests
{
    public ScenarioTableTests() => Assert.SkipWhen(ScenarioTable.Updates, "the page is being written");

    [Fact]
    public void Every_row_has_a_test_and_every_test_a_row()
    {
        var rows = ScenarioTable.Rows.Select(row => (row.Number, row.Case)).Order();

        Assert.Equal(ScenarioTable.Tests.Select(test => test.Key).Order(), rows);
        Assert.All(ScenarioTable.Tests, test => Assert.Single(test));
    }

    [Fact]
    public void Every_denial_has_a_neighbour_that_is_allowed()
    {
        var lonely = ScenarioTable.Rows.GroupBy(row => row.Number)
            .Where(rows => rows.Any(row => row.Verdict == "denied") && !rows.Any(row => row.Verdict.Contains("allowed", StringComparison.Ordinal)));

        Assert.Empty(lonely.Select(rows => rows.Key));
    }
}
