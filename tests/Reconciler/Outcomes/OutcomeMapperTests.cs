using GitOpsGuard.Kubernetes.Kinds;
using GitOpsGuard.Reconciler.Outcomes;
using Microsoft.Extensions.Logging;

namespace GitOpsGuard.Reconciler.Tests.Outcomes;

public sealed class OutcomeMapperTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private static readonly Attempt First = new(7, [], TimeSpan.FromMinutes(10), 0, Now, 0);

    [Fact]
    public void Success_is_Ready_alone_and_looks_again_after_the_interval()
    {
        var decision = OutcomeMapper.Succeeded("Applied main: 3 objects", First);

        var ready = Assert.Single(decision.Conditions);
        Assert.Equal(("Ready", "True", Reasons.ReconciliationSucceeded, 7L), (ready.Type, ready.Status, ready.Reason, ready.ObservedGeneration));
        Assert.Equal(First.Interval, decision.RequeueAfter);
        Assert.False(decision.Warns);
        Assert.True(decision.IsNews);
    }

    [Fact]
    public void What_the_user_must_mend_is_Stalled_and_not_tried_before_the_interval()
    {
        var decision = OutcomeMapper.Failed(new Failure.Stalled(Reasons.BuildFailed, "a.yaml:2: a tab"), First);

        Assert.Equal([("Ready", "False"), ("Stalled", "True")], decision.Conditions.Select(c => (c.Type, c.Status)));
        Assert.Equal(First.Interval, decision.RequeueAfter);
        Assert.True(decision.Warns);
    }

    [Fact]
    public void Waiting_is_Reconciling_and_looks_again_when_it_said()
    {
        var decision = OutcomeMapper.Failed(new Failure.Waiting(Reasons.DependencyNotReady, "b is not ready", TimeSpan.FromSeconds(5)), First);

        Assert.Equal([("Ready", "False"), ("Reconciling", "True")], decision.Conditions.Select(c => (c.Type, c.Status)));
        Assert.Equal(TimeSpan.FromSeconds(5), decision.RequeueAfter);
        Assert.Equal(LogLevel.Information, decision.Level);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(3, 8)]
    [InlineData(8, 256)]
    [InlineData(9, 300)]
    [InlineData(1000, 300)]
    public void Retries_grow_to_five_minutes_and_never_end(int failures, int seconds)
    {
        var decision = OutcomeMapper.Failed(new Failure.Retryable(Reasons.ReconciliationFailed, "no"), First with { Failures = failures });

        Assert.Equal(TimeSpan.FromSeconds(seconds), decision.RequeueAfter);
        Assert.Equal(Reasons.ProgressingWithRetry, decision.Conditions[1].Reason);
    }

    [Fact]
    public void A_server_that_asks_for_a_longer_pause_gets_it()
    {
        var decision = OutcomeMapper.Failed(new Failure.Retryable(Reasons.ReconciliationFailed, "no", TimeSpan.FromSeconds(30)), First);

        Assert.Equal(TimeSpan.FromSeconds(30), decision.RequeueAfter);
    }

    [Fact]
    public void The_same_outcome_again_is_no_news_and_keeps_its_transition_time()
    {
        var before = OutcomeMapper.Succeeded("same", First).Conditions;

        var decision = OutcomeMapper.Succeeded("same", First with { Before = before, Now = Now.AddHours(1) });

        Assert.False(decision.IsNews);
        Assert.Equal(Now, decision.Conditions[0].LastTransitionTime);
        Assert.Equal(LogLevel.Debug, decision.Level);
    }

    [Fact]
    public void Suspension_keeps_what_Ready_said_and_does_not_look_again()
    {
        var failed = OutcomeMapper.Failed(new Failure.Stalled(Reasons.BuildFailed, "broken"), First).Conditions;

        var decision = OutcomeMapper.Suspended(First with { Before = failed });

        var ready = Assert.Single(decision.Conditions);
        Assert.Equal(("False", Reasons.Suspended), (ready.Status, ready.Reason));
        Assert.Equal(Timeout.InfiniteTimeSpan, decision.RequeueAfter);
    }
}
