using System.Reflection;
using Xunit.v3;

namespace GitOpsGuard.EndToEnd.Tests.Scenarios;

/// <summary>
/// The test is a row of docs/guard/scenarios.md: its name is the case, what it <see cref="Observed.Saw">saw</see> is the
/// verdict, and it fails when the page says otherwise.
/// </summary>
/// <param name="number">The number under which rows stand together: a case, and what must pass beside it.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class ScenarioAttribute(int number) : BeforeAfterTestAttribute
{
    /// <summary>The number under which the row stands.</summary>
    public int Number => number;

    /// <inheritdoc/>
    public override void Before(MethodInfo methodUnderTest, IXunitTest test) => Observed.Begin();

    /// <inheritdoc/>
    public override void After(MethodInfo methodUnderTest, IXunitTest test)
    {
        if (TestContext.Current.TestState?.Result == TestResult.Failed) return;
        Assert.True(Observed.Verdict.Length > 0, "A scenario states what became of the write: MustBeDenied, MustBeAllowed, MustBeWarned or Observed.Saw.");
        ScenarioTable.Compare(new(number, ScenarioRow.CaseOf(methodUnderTest), Observed.Verdict));
    }
}
