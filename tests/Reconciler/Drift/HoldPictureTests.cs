using System.Text.Json;
using GitOpsGuard.Core;
using GitOpsGuard.Reconciler.Drift;

namespace GitOpsGuard.Reconciler.Tests.Drift;

public sealed class HoldPictureTests
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);
    private static readonly ObjectIdentity Web = new("apps", "Deployment", "shop", "web");

    [Fact]
    public void What_an_open_BreakGlass_covers_is_held_until_its_end()
    {
        var hold = Of(Glass("Open"));

        Assert.Equal(Noon.AddMinutes(10), hold!.Until);
        Assert.Contains("BreakGlass shop/fire is open, until 2026-05-04T12:10:00Z", hold.Why);
        Assert.Null(Of(Glass("Open"), now: Noon.AddMinutes(10)));
        Assert.Null(new HoldPicture([Glass("Open")], [], Noon).Of(Web with { Namespace = "other" }));
    }

    [Theory]
    [InlineData("ApprovalPending")]
    [InlineData("LimitExceeded")]
    [InlineData("Ended")]
    public void One_that_is_not_open_holds_nothing(string state) => Assert.Null(Of(Glass(state)));

    [Fact]
    public void One_that_was_ended_holds_nothing_although_its_status_does_not_say_so_yet() =>
        Assert.Null(Of(Glass("Open", metadata: ",\"annotations\":{\"gitopsguard.dev/end\":\"now\"}")));

    [Fact]
    public void One_of_which_the_guard_has_said_nothing_yet_holds_for_a_minute()
    {
        Assert.Equal(Noon.AddSeconds(1), Of(Glass(null))!.Until);
        Assert.Null(Of(Glass(null), now: Noon.AddMinutes(1)));
    }

    [Theory]
    [InlineData("Revert", "shop/fire", null, false)]
    [InlineData("Propose", "shop/fire", null, true)]
    [InlineData("Propose", "shop/fire", "Proposed", true)]
    [InlineData("Propose", "shop/fire", "Merged", false)]
    [InlineData("Propose", "shop/fire", "Closed", false)]
    [InlineData("Propose", "shop/other", null, false)]
    public void After_its_end_an_object_is_held_while_a_change_of_it_can_be_proposed(string after, string glass, string? state, bool held)
    {
        var change = Json($"{{\"metadata\":{{\"name\":\"chg-a\"}},\"spec\":{{\"breakGlass\":\"{glass}\",\"object\":{{\"apiVersion\":\"apps/v1\",\"kind\":\"Deployment\",\"namespace\":\"shop\",\"name\":\"web\"}}}},\"status\":{{\"state\":\"{state}\"}}}}");

        var hold = new HoldPicture([Glass("Ended", after)], [change], Noon.AddHours(1)).Of(Web);

        Assert.Equal(held, hold is not null);
        if (held) Assert.EndsWith("kubectl gitops propose chg-a", hold!.Why);
    }

    private static Hold? Of(JsonElement glass, DateTimeOffset? now = null) => new HoldPicture([glass], [], now ?? Noon).Of(Web);

    private static JsonElement Glass(string? state, string after = "Revert", string metadata = "")
    {
        var status = state is null ? "" : $"\"expiresAt\":\"2026-05-04T12:10:00Z\",\"conditions\":[{{\"type\":\"Ready\",\"reason\":\"{state}\"}}]";
        return Json($"{{\"metadata\":{{\"name\":\"fire\",\"namespace\":\"shop\",\"creationTimestamp\":\"2026-05-04T12:00:00Z\"{metadata}}},\"spec\":{{\"duration\":\"10m\",\"after\":\"{after}\"}},\"status\":{{{status}}}}}");
    }

    private static JsonElement Json(string text) => JsonElement.Parse(text);
}
