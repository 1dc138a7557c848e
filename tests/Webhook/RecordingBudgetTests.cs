using GitOpsGuard.Webhook.Recording;

namespace GitOpsGuard.Webhook.Tests;

public sealed class RecordingBudgetTests
{
    private readonly Clock _clock = new();

    [Fact]
    public void The_same_change_is_recorded_once()
    {
        var budget = new RecordingBudget(_clock);
        Assert.Equal(RecordingBudget.Answer.Granted, budget.Take("bob", "chg-a"));
        Assert.Equal(RecordingBudget.Answer.Known, budget.Take("bob", "chg-a"));
    }

    [Fact]
    public void A_change_that_could_not_be_written_is_tried_again()
    {
        var budget = new RecordingBudget(_clock);
        budget.Take("bob", "chg-a");
        budget.Forget("chg-a");
        Assert.Equal(RecordingBudget.Answer.Granted, budget.Take("bob", "chg-a"));
    }

    [Fact]
    public void One_user_who_is_denied_much_leaves_room_for_the_others()
    {
        var budget = new RecordingBudget(_clock);
        var answers = Enumerable.Range(0, 100).Select(i => budget.Take("bob", $"chg-{i}")).ToList();
        Assert.Equal(60, answers.Count(answer => answer == RecordingBudget.Answer.Granted));
        Assert.Equal(RecordingBudget.Answer.Granted, budget.Take("carol", "chg-x"));
        _clock.Now += TimeSpan.FromMinutes(1);
        Assert.Equal(RecordingBudget.Answer.Granted, budget.Take("bob", "chg-y"));
    }

    private sealed class Clock : TimeProvider
    {
        internal DateTimeOffset Now { get; set; } = DateTimeOffset.UnixEpoch;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
