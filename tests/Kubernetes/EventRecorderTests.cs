using System.Text.Json.Nodes;
using GitOpsGuard.Testing.Api;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace GitOpsGuard.Kubernetes.Tests;

public sealed class EventRecorderTests : IDisposable
{
    private static readonly ObjectReference Sync = new("gitopsguard.dev/v1alpha1", "GitSync", "shop", "web", "uid-1");

    private readonly FakeApi _api = new();
    private readonly FakeTimeProvider _time = new();
    private readonly ApiClient _client;
    private readonly EventRecorder _recorder;

    public EventRecorderTests()
    {
        _client = _api.Client(new() { Retries = 0 });
        _recorder = new(_client, "tests", _time, NullLogger.Instance);
    }

    [Fact]
    public async Task An_event_that_happens_again_raises_the_count_of_the_one_that_exists()
    {
        await Record("applied");
        await Record("applied");
        await Record("applied");

        var creation = Assert.Single(_api.Requests, r => r.Method == "POST").Body!;
        Assert.Equal("GitSync", (string?)creation["involvedObject"]!["kind"]);
        Assert.Equal("uid-1", (string?)creation["involvedObject"]!["uid"]);
        Assert.Equal(3, (int)Stored(creation)!["count"]!);
    }

    [Fact]
    public async Task An_event_that_the_server_has_forgotten_is_written_anew()
    {
        await Record("applied");
        _api.Remove(BuiltInResources.Events, "shop", (string)_api.Requests[0].Body!["metadata"]!["name"]!);

        await Record("applied");

        Assert.Equal(2, _api.Requests.Count(r => r.Method == "POST"));
    }

    [Fact]
    public async Task Events_that_differ_in_their_message_alone_are_combined_after_ten()
    {
        for (var i = 1; i <= 15; i++) await Record($"attempt {i}");

        var creations = _api.Requests.Where(r => r.Method == "POST").Select(r => r.Body!).ToList();
        Assert.Equal(11, creations.Count);
        var combined = Stored(creations[^1])!;
        Assert.Equal("(combined from similar events): attempt 15", (string?)combined["message"]);
        Assert.Equal(5, (int)combined["count"]!);

        await Record("attempt 1");
        Assert.Equal(2, (int)Stored(creations[0])!["count"]!);
    }

    [Fact]
    public async Task An_object_that_has_too_much_to_say_is_held_back_and_others_are_not()
    {
        for (var i = 0; i < 100; i++) await Record($"message {i}");
        Assert.Equal(25, _api.Requests.Count);

        await _recorder.RecordAsync(Sync with { Name = "other", Uid = "uid-2" }, "Tested", "hello", EventType.Normal, TestContext.Current.CancellationToken);
        Assert.Equal(26, _api.Requests.Count);

        _time.Advance(TimeSpan.FromMinutes(5));
        await Record("later");
        Assert.Equal(27, _api.Requests.Count);
    }

    [Fact]
    public async Task What_was_held_back_is_in_the_count_of_the_next_write()
    {
        for (var i = 0; i < 200; i++) await Record("applied");
        Assert.Equal(25, _api.Requests.Count);

        _time.Advance(TimeSpan.FromMinutes(5));
        await Record("applied");

        var creation = Assert.Single(_api.Requests, r => r.Method == "POST").Body!;
        Assert.Equal(201, (int)Stored(creation)!["count"]!);
    }

    [Fact]
    public async Task A_credential_in_a_message_is_not_written()
    {
        await Record("cannot fetch https://jane:planted-secret@git.example.com/shop.git");
        for (var i = 0; i < 20; i++) await Record($"cannot fetch {i} https://jane:planted-secret@git.example.com/shop.git");

        var bodies = string.Concat(_api.Requests.Select(r => r.Body!.ToJsonString()));
        Assert.Contains("git.example.com/shop.git", bodies, StringComparison.Ordinal);
        Assert.DoesNotContain("planted-secret", bodies, StringComparison.Ordinal);
    }

    [Fact]
    public void However_many_objects_there_are_what_is_remembered_is_bounded()
    {
        var memory = new EventMemory(_time);

        for (var i = 0; i < 5000; i++) memory.Note(new(Sync with { Name = $"o{i}" }, "Tested", EventType.Normal), "m");

        Assert.InRange(memory.Count, 1, 1024);
    }

    [Fact]
    public async Task A_failure_to_record_is_not_the_callers()
    {
        _api.Intercept = _ => Answer.Refusal(System.Net.HttpStatusCode.Forbidden, "Forbidden", "no");

        await Record("applied");

        Assert.Single(_api.Requests);
    }

    [Fact]
    public async Task An_event_about_a_cluster_scoped_object_lies_where_kubectl_looks()
    {
        await _recorder.RecordAsync(new ObjectReference("v1", "Namespace", null, "shop", "u"), "Tested", new string('x', 5000), EventType.Warning, TestContext.Current.CancellationToken);

        var request = Assert.Single(_api.Requests);
        Assert.Equal("/api/v1/namespaces/default/events", request.Path);
        Assert.Equal("Warning", (string?)request.Body!["type"]);
        Assert.Equal(1024, ((string)request.Body["message"]!).Length);
    }

    public void Dispose()
    {
        _client.Dispose();
        _api.Dispose();
    }

    private Task Record(string message) => _recorder.RecordAsync(Sync, "Tested", message, EventType.Normal, TestContext.Current.CancellationToken);

    private JsonObject? Stored(JsonNode creation) => _api.Get(BuiltInResources.Events, "shop", (string)creation["metadata"]!["name"]!);
}
