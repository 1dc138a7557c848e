using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace GitOpsGuard.Kubernetes.Tests.Cluster;

/// <summary>Reading and writing objects on a whole API server.</summary>
public sealed class ObjectTests(SharedCluster shared) : ClusterTest(shared)
{
    private static readonly Resource Maps = BuiltInResources.ConfigMaps;

    [Fact]
    public async Task An_apply_creates_changes_and_gives_up_what_it_no_longer_names()
    {
        await Apply("""{"data":{"a":"1","b":"2"}}""", new());
        var changed = await Apply("""{"data":{"a":"3"}}""", new());

        Assert.Equal("""{"a":"3"}""", changed.GetProperty("data").GetRawText());
    }

    [Fact]
    public async Task A_field_of_another_manager_is_a_conflict_until_it_is_forced()
    {
        await Apply("""{"data":{"a":"1"}}""", new() { FieldManager = "other" });

        var e = await Assert.ThrowsAsync<ApiException>(() => Apply("""{"data":{"a":"2"}}""", new()));
        var forced = await Apply("""{"data":{"a":"2"}}""", new() { Force = true });

        Assert.True(e.IsConflict);
        Assert.Contains(e.Causes, c => c is { Reason: "FieldManagerConflict", Field: ".data.a" });
        Assert.Equal("2", forced.GetProperty("data").GetProperty("a").GetString());
    }

    [Fact]
    public async Task A_dry_run_stores_nothing_and_an_unknown_field_is_named_when_asked_to()
    {
        await Apply("""{"data":{"a":"1"}}""", new() { DryRun = true });
        var e = await Assert.ThrowsAsync<ApiException>(() => Apply("""{"daat":{"a":"1"}}""", new() { FieldValidation = "Strict" }));

        Assert.Null(await GetMap("c"));
        Assert.Contains("daat", e.Message, StringComparison.Ordinal);
        Assert.False(e.IsTransient);
    }

    [Fact]
    public async Task A_merge_patch_removes_by_null_and_respects_the_version_that_was_read()
    {
        var read = await CreateMap("c", Node("""{"data":{"a":"1","b":"2"}}"""));
        var patched = await Patch("""{"data":{"a":null}}""", ObjectKey.ResourceVersion(read));

        var stale = await Assert.ThrowsAsync<ApiException>(() => Patch("""{"data":{"b":"3"}}""", ObjectKey.ResourceVersion(read)));

        Assert.Equal("""{"b":"2"}""", patched.GetProperty("data").GetRawText());
        Assert.True(stale.IsConflict);
    }

    [Fact]
    public async Task A_deletion_spares_another_version_and_another_object_of_the_name()
    {
        var read = await CreateMap("c");
        await Patch("""{"data":{"a":"1"}}""", null);

        var version = await Assert.ThrowsAsync<ApiException>(() => Delete(new() { ResourceVersion = ObjectKey.ResourceVersion(read) }));
        var uid = await Assert.ThrowsAsync<ApiException>(() => Delete(new() { Uid = Guid.NewGuid().ToString() }));
        Assert.True(await Delete(new() { DryRun = true }));
        Assert.NotNull(await GetMap("c"));

        Assert.True(version.IsConflict);
        Assert.True(uid.IsConflict);
        Assert.True(await Delete(new() { Uid = ObjectKey.Uid(read) }));
        Assert.Null(await GetMap("c"));
        Assert.False(await Delete(new()));
    }

    [Theory]
    [InlineData("Background")]
    [InlineData("Foreground")]
    [InlineData("Orphan")]
    public async Task Dependents_go_or_stay_as_the_deletion_says(string propagation)
    {
        var owner = await CreateMap("c");
        await CreateMap("dependent", Node($$$"""
            {"metadata":{"finalizers":["example.com/hold"],"ownerReferences":[{"apiVersion":"v1","kind":"ConfigMap","name":"c","uid":"{{{ObjectKey.Uid(owner)}}}","blockOwnerDeletion":true}]}}
            """));

        Assert.True(await Delete(new() { Propagation = propagation }));
        if (propagation == "Orphan")
        {
            await Until(async () => await GetMap("c") is null);
            Assert.False((await GetMap("dependent"))!.Value.GetProperty("metadata").TryGetProperty("ownerReferences", out _));
            Assert.False(IsEnding(await GetMap("dependent")));
            return;
        }

        await Until(async () => IsEnding(await GetMap("dependent")));
        // In the foreground the owner waits for those who hold it up.
        if (propagation == "Foreground") Assert.True(IsEnding(await GetMap("c")));
        else Assert.Null(await GetMap("c"));
        await Admin.MergePatchAsync(Maps, Namespace, "dependent", Node("""{"metadata":{"finalizers":null}}"""), null, Cancel);
        await Until(async () => await GetMap("dependent") is null && await GetMap("c") is null);
    }

    [Fact]
    public async Task Items_of_a_list_come_from_all_pages_with_their_kind()
    {
        for (var i = 0; i < 7; i++) await CreateMap($"c{i}", Node("""{"metadata":{"labels":{"page":"yes"}}}"""));

        var items = new List<string>();
        await foreach (var item in Admin.ListAsync(Maps, Namespace, new() { Limit = 3, LabelSelector = "page=yes" }, Cancel))
            items.Add($"{item.GetProperty("kind")} {item.GetProperty("apiVersion")} {ObjectKey.Of(item).Name}");

        Assert.Equal(Enumerable.Range(0, 7).Select(i => $"ConfigMap v1 c{i}"), items);
    }

    [Fact]
    public async Task Refusals_have_the_server_s_code_reason_and_causes()
    {
        await CreateMap("c");
        var again = await Assert.ThrowsAsync<ApiException>(() => CreateMap("c"));
        var invalid = await Assert.ThrowsAsync<ApiException>(() => CreateMap("Not_A_Name"));
        using var nobody = await Cluster.ConnectAsAsync("nobody-special", [], Cancel);
        var forbidden = await Assert.ThrowsAsync<ApiException>(() => nobody.GetAsync(Maps, Namespace, "c", Cancel));

        Assert.True(again.IsAlreadyExists);
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "Invalid"), (invalid.Code, invalid.Reason));
        Assert.Contains(invalid.Causes, c => c.Field == "metadata.name");
        Assert.Equal((HttpStatusCode.Forbidden, "Forbidden"), (forbidden.Code, forbidden.Reason));
    }

    [Fact]
    public async Task A_value_of_a_Secret_is_in_no_error_of_the_server()
    {
        var wrong = new[]
        {
            """{"stringData":{"pin":4711881}}""",
            """{"stringData":{"pin":["planted-secret"]}}""",
            """{"data":{"pin":"planted-secret"}}""",
            """{"stringData":{"no/key":"planted-secret"}}""",
            """{"type":"kubernetes.io/dockerconfigjson","stringData":{".dockerconfigjson":"planted-secret"}}""",
        };
        var refusals = new List<ApiException>();
        foreach (var body in wrong)
        {
            try
            {
                await Admin.ApplyAsync(
                    BuiltInResources.Secrets, Namespace, "db", Object(BuiltInResources.Secrets, "db", Node(body)), new(), Cancel);
            }
            catch (ApiException e)
            {
                refusals.Add(e);
            }
        }

        Assert.InRange(refusals.Count, 3, wrong.Length);
        var said = string.Concat(refusals.Select(e => e + string.Concat(e.Causes)));
        Assert.DoesNotContain("planted-secret", said, StringComparison.Ordinal);
        Assert.DoesNotContain("4711881", said, StringComparison.Ordinal);
    }

    private static JsonObject Node(string json) => JsonNode.Parse(json)!.AsObject();

    private static bool IsEnding(JsonElement? obj) =>
        obj is { } there && there.GetProperty("metadata").TryGetProperty("deletionTimestamp", out _);

    private Task<JsonElement> Apply(string json, WriteOptions options) =>
        Admin.ApplyAsync(Maps, Namespace, "c", Object(Maps, "c", Node(json)), options, Cancel);

    private Task<JsonElement> Patch(string json, string? version)
    {
        var patch = Node(json);
        if (version is not null) patch["metadata"] = new JsonObject { ["resourceVersion"] = version };
        return Admin.MergePatchAsync(Maps, Namespace, "c", patch, null, Cancel);
    }

    private Task<bool> Delete(DeleteOptions options) => Admin.DeleteAsync(Maps, Namespace, "c", options, Cancel);
}
