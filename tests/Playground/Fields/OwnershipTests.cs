using System.Text.Json.Nodes;
using GitOpsGuard.Playground.Cluster;
using GitOpsGuard.Playground.Cluster.Fields;

namespace GitOpsGuard.Playground.Tests.Fields;

/// <summary>Plays <see cref="OwnershipCases"/>: every step's answer is what a real server answered.</summary>
public sealed class OwnershipTests
{
    public static TheoryData<string> Titles => [.. OwnershipCases.All.Keys];

    [Theory]
    [MemberData(nameof(Titles))]
    public void Owners_are_those_of_a_real_server(string title)
    {
        JsonObject? live = null;
        var now = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        foreach (var (step, answer) in OwnershipCases.All[title])
        {
            now = now.AddSeconds(1);
            var (shown, next) = Play(step, live, now);
            Assert.Equal(answer, shown);
            live = next;
        }
    }

    [Fact]
    public void A_patch_that_changes_nothing_gives_back_the_live_object()
    {
        var live = Play("""create a {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c"},"data":{"x":"1"}}""", null, default).Next!;
        var (row, schema) = Kinds.Of(live);
        var patched = MergePatch.Apply(live, (JsonObject)JsonNode.Parse("""{"data":{"x":"1"}}""")!);

        Assert.Same(live, ManagedFields.Update(live, patched, "b", row.ApiVersion, null, DateTimeOffset.MaxValue, schema));
    }

    [Fact]
    public void An_apply_that_changes_nothing_gives_back_the_live_object()
    {
        const string applied = """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c"},"data":{"x":"1"}}""";
        var live = Play("apply m " + applied, null, default).Next!;

        Assert.Same(live, Play("apply m " + applied, live, DateTimeOffset.UnixEpoch).Next);
    }

    [Fact]
    public void The_oldest_managers_are_merged_when_there_are_more_than_ten()
    {
        var now = DateTimeOffset.UnixEpoch;
        var live = Play("""create m {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c"},"data":{"x":"1"}}""", null, now).Next!;
        for (var i = 0; i < 12; i++)
        {
            now = now.AddSeconds(1);
            live = Play($$$"""merge m{{{i}}} {"data":{"k{{{i}}}":"x"}}""", live, now).Next!;
        }

        var managers = live.Items("metadata", "managedFields").Select(entry => entry!["manager"]!.ToString()).ToArray();
        Assert.Equal(["ancient-changes", "m3", "m4", "m5", "m6", "m7", "m8", "m9", "m10", "m11"], managers);
    }

    private static (string Shown, JsonObject? Next) Play(string step, JsonObject? live, DateTimeOffset now)
    {
        var words = step.Split(' ', 3);
        var operation = words[0].TrimEnd('!').Split('/');
        var subresource = operation.ElementAtOrDefault(1);
        var body = JsonNode.Parse(words[2])!;
        var (row, schema) = Kinds.Of(live ?? (JsonObject)body);
        try
        {
            var next = operation[0] == "apply"
                ? ManagedFields.Apply(live, (JsonObject)body, words[1], words[0].EndsWith('!'), subresource, now, schema)
                : Written(operation[0], live, body);
            if (!ReferenceEquals(next, live)) Defaults.Apply(next, row, schema);
            if (operation[0] != "apply") next = ManagedFields.Update(live, next, words[1], row.ApiVersion, subresource, now, schema);
            next["metadata"]!["uid"] = "1";
            return (Show(next), next);
        }
        catch (ApiError refused)
        {
            return ("! " + refused.Message.Replace("\n", "\\n", StringComparison.Ordinal), live);
        }

        JsonObject Written(string kind, JsonObject? before, JsonNode patch) => kind switch
        {
            "create" => (JsonObject)patch,
            "json" => JsonPatch.Apply(before!, (JsonArray)patch),
            "merge" => MergePatch.Apply(before!, (JsonObject)patch),
            _ => StrategicMergePatch.Apply(before!, (JsonObject)patch, schema),
        };
    }

    private static string Show(JsonObject obj) => string.Join('\n', obj.Items("metadata", "managedFields").Select(entry =>
    {
        var subresource = entry!["subresource"] is { } name ? $"/{name}" : "";
        return $"= {entry["manager"]} {entry["operation"]} {entry["apiVersion"]}{subresource} " +
            entry["fieldsV1"]!.ToJsonString(Kinds.Readable);
    }));
}
