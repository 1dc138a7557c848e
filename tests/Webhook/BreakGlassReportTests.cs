using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using GitOpsGuard.Core.Admission;
using GitOpsGuard.Webhook.Lifting;
using Microsoft.Extensions.Time.Testing;

namespace GitOpsGuard.Webhook.Tests;

/// <summary>What the status of a BreakGlass says.</summary>
public sealed class BreakGlassReportTests
{
    private readonly FakeTimeProvider _time = new(new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero));

    [Fact]
    public void An_open_one_says_for_whom_and_until_when()
    {
        var status = Of(Glass(), asked: "alice", changes: 2);

        Assert.Equal(("alice", "2026-05-04T12:10:00Z", 2), ((string?)status["requestedBy"], (string?)status["expiresAt"], (int?)status["changes"]));
        Assert.Equal(("True", "Open", "Open to User bob until 2026-05-04T12:10:00Z"), Ready(status));
    }

    [Fact]
    public void Who_asked_and_how_much_was_changed_stay_once_written()
    {
        var status = Of(Glass("'requestedBy':'alice','changes':3"), asked: "mallory");

        Assert.Equal(("alice", 3), ((string?)status["requestedBy"], (int?)status["changes"]));
    }

    [Fact]
    public void One_whose_time_is_over_says_what_comes_of_its_changes()
    {
        _time.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(("False", "Ended", "Ended at 2026-05-04T12:10:00Z; what Git declares is restored"), Ready(Of(Glass())));
    }

    [Fact]
    public void One_that_was_ended_before_its_time_keeps_the_moment_at_which_that_was_seen()
    {
        const string End = ",'annotations':{'gitopsguard.dev/end':'now'}";
        _time.Advance(TimeSpan.FromMinutes(1));
        var first = Of(Glass(metadata: End));
        Assert.Equal("2026-05-04T12:01:00Z", (string?)first["expiresAt"]);
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("2026-05-04T12:01:00Z", (string?)Of(Glass("'expiresAt':'2026-05-04T12:01:00Z'", End))["expiresAt"]);
    }

    [Fact]
    public void One_that_awaits_approval_says_what_to_type_and_begins_once_that_is_seen()
    {
        var policy = Policy.CompiledIn with { BreakGlass = new() { SecondPerson = true } };
        var pending = Of(Glass("'requestedBy':'bob'"), policy);
        Assert.Equal(("False", "ApprovalPending"), (Ready(pending).Status, Ready(pending).Reason));
        Assert.Contains("Somebody else than bob approves it: kubectl patch breakglass/fire -n shop --subresource=status", Ready(pending).Message);

        _time.Advance(TimeSpan.FromMinutes(5));
        var approved = Of(Glass("'requestedBy':'bob','approvedBy':'carol'"), policy);
        Assert.Equal(("Open", "2026-05-04T12:05:00Z", "2026-05-04T12:15:00Z"), (Ready(approved).Reason, (string?)approved["approvedAt"], (string?)approved["expiresAt"]));
    }

    private JsonObject Of(JsonElement glass, Policy? policy = null, string? asked = null, int? changes = null)
    {
        var read = BreakGlassReader.Read(glass);
        var snapshot = new Snapshot
        {
            Policies = [policy ?? Policy.CompiledIn],
            BreakGlasses = ImmutableDictionary<string, BreakGlass>.Empty.Add(read.Key, read),
        };
        return BreakGlassReport.StatusOf(glass, snapshot, asked, changes, _time);
    }

    private static (string? Status, string? Reason, string? Message) Ready(JsonObject status)
    {
        var ready = status["conditions"]!.AsArray().Single()!;
        return ((string?)ready["status"], (string?)ready["reason"], (string?)ready["message"]);
    }

    private static JsonElement Glass(string status = "", string metadata = "") => JsonElement.Parse(
        ($"{{'apiVersion':'gitopsguard.dev/v1alpha1','kind':'BreakGlass','metadata':{{'name':'fire','namespace':'shop','creationTimestamp':'2026-05-04T12:00:00Z'{metadata}}},"
        + $"'spec':{{'subjects':[{{'kind':'User','name':'bob'}}],'reason':'x','duration':'10m'}},'status':{{{status}}}}}").Replace('\'', '"'));
}
