using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using GitOpsGuard.Testing;
using GitOpsGuard.Testing.Api;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace GitOpsGuard.Kubernetes.Tests;

public sealed class InformerTests : IAsyncLifetime
{
    private static readonly Resource Kind = BuiltInResources.ConfigMaps;

    private readonly FakeApi _api = new();
    private readonly FakeTimeProvider _time = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<string> _seen = new();
    private readonly ApiClient _client;
    private readonly Informer _informer;
    private Task _run = Task.CompletedTask;

    public InformerTests()
    {
        _client = _api.Client(new() { Time = _time });
        _informer = new(_client, new() { Resource = Kind, Random = new(1) }, _time, NullLogger.Instance);
        _informer.Changed += e => _seen.Enqueue($"{e.Type} {ObjectKey.Of(e.Object)}");
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _run;
        _client.Dispose();
        _api.Dispose();
        _stop.Dispose();
    }

    [Fact]
    public async Task What_exists_is_told_of_before_it_counts_as_synced()
    {
        _api.Put(Kind, "a", "one");
        _api.Put(Kind, "b", "two");

        await Start();

        Assert.Equal(["Added a/one", "Added b/two"], _seen);
        Assert.Equal(2, _informer.List().Count);
        Assert.NotNull(_informer.Get("a", "one"));
    }

    [Fact]
    public async Task What_comes_changes_and_goes_is_told_of_in_order()
    {
        await Start();

        _api.Put(Kind, "a", "one");
        _api.Put(Kind, "a", "one", new() { ["data"] = new JsonObject { ["x"] = "1" } });
        _api.Remove(Kind, "a", "one");

        await Sees("Added a/one", "Modified a/one", "Deleted a/one");
        Assert.Null(_informer.Get("a", "one"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_deletion_that_nobody_watched_is_told_of_after_the_server_forgot_it(bool asEvent)
    {
        _api.Put(Kind, "a", "gone");
        _api.Put(Kind, "a", "stays");
        await Start();
        await Watching(1);

        _api.Intercept = r => r.IsWatch ? Answer.Refusal(HttpStatusCode.ServiceUnavailable, "", "") : null;
        _api.EndWatches();
        _api.Remove(Kind, "a", "gone");
        _api.Compact();
        _api.Intercept = asEvent ? FirstWatchFailsByEvent() : null;

        await Sees("Added a/gone", "Added a/stays", "Deleted a/gone");
        Assert.Null(_informer.Get("a", "gone"));
    }

    [Fact]
    public async Task Another_object_in_the_place_of_a_deleted_one_is_two_facts()
    {
        _api.Put(Kind, "a", "one");
        await Start();
        await Watching(1);

        _api.Intercept = r => r.IsWatch ? Answer.Refusal(HttpStatusCode.ServiceUnavailable, "", "") : null;
        _api.EndWatches();
        _api.Remove(Kind, "a", "one");
        _api.Put(Kind, "a", "one");
        _api.Compact();
        _api.Intercept = null;

        await Sees("Added a/one", "Deleted a/one", "Added a/one");
    }

    [Fact]
    public async Task A_deletion_and_a_new_object_of_the_name_on_one_watch_are_two_facts()
    {
        _api.Put(Kind, "a", "one");
        await Start();
        await Watching(1);
        var uid = ObjectKey.Uid(_informer.Get("a", "one")!.Value);

        _api.Remove(Kind, "a", "one");
        _api.Put(Kind, "a", "one");

        await Sees("Added a/one", "Deleted a/one", "Added a/one");
        Assert.NotEqual(uid, ObjectKey.Uid(_informer.Get("a", "one")!.Value));
    }

    [Fact]
    public async Task A_change_that_shows_another_object_is_two_facts_where_the_deletion_between_was_not_seen()
    {
        _api.Put(Kind, "a", "one");
        await Start();
        await Watching(1);

        var other = _api.Get(Kind, "a", "one")!;
        other["metadata"]!["uid"] = "another";
        other["metadata"]!["resourceVersion"] = "999";
        _api.Send("MODIFIED", other);

        await Sees("Added a/one", "Deleted a/one", "Added a/one");
        Assert.Equal("another", ObjectKey.Uid(_informer.Get("a", "one")!.Value));
    }

    [Fact]
    public async Task Metadata_alone_is_asked_for_where_it_is_enough_and_the_kind_stays_the_objects_own()
    {
        var secrets = BuiltInResources.Secrets;
        var partial = new JsonObject
        {
            ["kind"] = "PartialObjectMetadata",
            ["apiVersion"] = "meta.k8s.io/v1",
            ["metadata"] = new JsonObject { ["name"] = "db", ["namespace"] = "a", ["uid"] = "u", ["resourceVersion"] = "7" },
        };
        _api.Intercept = r => r.IsWatch
            ? new(HttpStatusCode.OK) { Content = new StringContent($"{{\"type\":\"ADDED\",\"object\":{partial.ToJsonString().Replace("db", "more")}}}\n") }
            : Answer.Ok(new JsonObject
            {
                ["kind"] = "PartialObjectMetadataList",
                ["metadata"] = new JsonObject { ["resourceVersion"] = "7" },
                ["items"] = new JsonArray(partial.DeepClone()),
            });
        var informer = new Informer(_client, new() { Resource = secrets, MetadataOnly = true }, _time, NullLogger.Instance);
        var run = informer.RunAsync(_stop.Token);

        await Eventually.Holds(() => informer.Count == 2, _time);

        string Accept(int request) => _api.Requests[request].Headers["Accept"].Replace(" ", "", StringComparison.Ordinal);
        Assert.Equal(["Secret v1", "Secret v1"], informer.List().Select(o => $"{o.GetProperty("kind")} {o.GetProperty("apiVersion")}"));
        Assert.StartsWith("application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1", Accept(0), StringComparison.Ordinal);
        Assert.StartsWith("application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1", Accept(1), StringComparison.Ordinal);
        await _stop.CancelAsync();
        await run;
    }

    [Fact]
    public async Task What_a_list_shows_again_unchanged_is_told_of_once()
    {
        for (var i = 0; i < 3; i++) _api.Put(Kind, "a", $"c{i}");
        await Start();
        await Watching(1);

        _api.Compact();
        _api.FailWatches(HttpStatusCode.Gone, "Expired");
        await Eventually.Holds(() => _api.Requests.Count(r => !r.IsWatch) == 2, _time);
        await Watching(2);
        _api.Put(Kind, "a", "c3");

        await Sees("Added a/c0", "Added a/c1", "Added a/c2", "Added a/c3");
    }

    [Fact]
    public async Task The_age_of_the_last_sign_of_life_does_not_jump_with_the_clock_of_the_day()
    {
        var clock = new SteppedClock(_time);
        var informer = new Informer(_client, new() { Resource = Kind }, clock, NullLogger.Instance);
        var run = informer.RunAsync(_stop.Token);
        await Eventually.Holds(() => informer.HasSynced && _api.OpenWatches == 1, _time);

        clock.Step(TimeSpan.FromHours(5));
        Assert.InRange(informer.ProgressAge, TimeSpan.Zero, TimeSpan.FromMinutes(1));
        clock.Step(TimeSpan.FromHours(-10));
        Assert.InRange(informer.ProgressAge, TimeSpan.Zero, TimeSpan.FromMinutes(1));

        _api.Put(Kind, "a", "one");
        await Eventually.Holds(() => informer.Count == 1, _time);
        await _stop.CancelAsync();
        await run;
    }

    [Fact]
    public async Task A_watch_goes_on_where_the_last_event_or_bookmark_was()
    {
        await Start();
        await Watching(1);
        _api.Put(Kind, "a", "one");
        _api.Bookmark();
        await Sees("Added a/one");

        _api.EndWatches();
        await Watching(2);
        _api.Put(Kind, "a", "two");

        await Sees("Added a/one", "Added a/two");
        Assert.Single(_api.Requests, r => !r.IsWatch);
        Assert.Equal(["100", "102"], _api.Requests.Where(r => r.IsWatch).Select(r => r.Query["resourceVersion"]));
    }

    [Fact]
    public async Task A_server_that_hangs_up_at_once_is_not_hammered()
    {
        _api.Intercept = r => r.IsWatch ? new(HttpStatusCode.OK) { Content = new StringContent("") } : null;
        await Start();

        for (var second = 0; second < 60; second++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        await Eventually.Holds(() => _api.Requests.Count >= 5, _time);
        Assert.InRange(_api.Requests.Count, 5, 12);
    }

    [Fact]
    public async Task A_silent_connection_that_used_to_carry_bookmarks_is_replaced()
    {
        await Start();
        await Watching(1);
        _api.Bookmark();
        await Eventually.Holds(() => _informer.LastProgress >= _time.GetUtcNow());

        await Eventually.Holds(() => Watches() == 2, _time, TimeSpan.FromSeconds(1));

        _api.Put(Kind, "a", "one");
        await Sees("Added a/one");
    }

    [Fact]
    public async Task Each_watch_asks_the_server_to_end_it_at_a_time_of_its_own()
    {
        await Start();
        for (var i = 1; i <= 4; i++)
        {
            await Watching(i);
            _api.EndWatches();
        }

        var timeouts = _api.Requests.Where(r => r.IsWatch).Select(r => int.Parse(r.Query["timeoutSeconds"])).ToList();
        Assert.All(timeouts, t => Assert.InRange(t, 300, 600));
        Assert.True(timeouts.Distinct().Count() > 1);
    }

    [Fact]
    public async Task A_handler_that_throws_loses_nothing_for_the_others()
    {
        var after = new ConcurrentQueue<string>();
        _informer.Changed += _ => throw new InvalidOperationException("broken");
        _informer.Changed += e => after.Enqueue(ObjectKey.Of(e.Object).Name);
        _api.Put(Kind, "a", "one");
        await Start();

        _api.Put(Kind, "a", "two");

        await Eventually.Holds(() => after.Count == 2, _time);
        Assert.Equal(["one", "two"], after);
    }

    [Fact]
    public async Task A_list_that_expires_between_its_pages_is_begun_again_as_one()
    {
        for (var i = 0; i < 600; i++) _api.Put(Kind, "a", $"c{i:d3}");
        _api.Intercept = r => r.Query.ContainsKey("continue") ? Answer.Refusal(HttpStatusCode.Gone, "Expired", "too old") : null;

        await Start();

        Assert.Equal(600, _informer.List().Count);
        Assert.Equal(600, _seen.Count);
    }

    [Fact]
    public async Task Only_the_trimmed_form_is_kept()
    {
        _api.Put(Kind, "a", "one", new()
        {
            ["metadata"] = new JsonObject { ["managedFields"] = new JsonArray(new JsonObject()), ["labels"] = new JsonObject { ["a"] = "b" } },
            ["data"] = new JsonObject { ["x"] = "planted-secret" },
        });
        var informer = new Informer(_client, new() { Resource = Kind, Trim = ObjectTrim.MetadataOnly }, _time, NullLogger.Instance);
        var run = informer.RunAsync(_stop.Token);
        await Eventually.Completes(informer.WaitForSyncAsync(_stop.Token), _time);

        var text = informer.Get("a", "one")!.Value.GetRawText();

        Assert.Contains("\"labels\"", text, StringComparison.Ordinal);
        Assert.DoesNotContain("managedFields", text, StringComparison.Ordinal);
        Assert.DoesNotContain("planted-secret", text, StringComparison.Ordinal);
        await _stop.CancelAsync();
        await run;
    }

    private async Task Start()
    {
        _run = _informer.RunAsync(_stop.Token);
        await Eventually.Completes(_informer.WaitForSyncAsync(_stop.Token), _time);
    }

    private int Watches() => _api.Requests.Count(r => r.IsWatch);

    private Task Watching(int times) => Eventually.Holds(() => Watches() >= times && _api.OpenWatches > 0, _time);

    private async Task Sees(params string[] events)
    {
        await Eventually.Holds(() => _seen.Count >= events.Length, _time);
        Assert.Equal(events, _seen);
    }

    private static Func<FakeRequest, HttpResponseMessage?> FirstWatchFailsByEvent()
    {
        var failed = false;
        return r =>
        {
            if (!r.IsWatch || failed) return null;
            failed = true;
            var error = new JsonObject { ["type"] = "ERROR", ["object"] = Answer.Status(HttpStatusCode.Gone, "Expired", "too old") };
            return new(HttpStatusCode.OK) { Content = new StringContent(error.ToJsonString() + "\n") };
        };
    }
}
