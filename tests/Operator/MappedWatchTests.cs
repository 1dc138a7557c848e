using System.Text.Json.Nodes;
using GitOpsGuard.Kubernetes;

namespace GitOpsGuard.Operator.Tests;

public sealed class MappedWatchTests : IAsyncDisposable
{
    private readonly OperatorFixture _op = new();

    public ValueTask DisposeAsync() => _op.DisposeAsync();

    [Fact]
    public async Task A_change_of_another_object_reconciles_the_entities_that_refer_to_it_and_no_others()
    {
        _op.Api.Put(BuiltInResources.Secrets, "shop", "key");
        _op.Put("one", source: "key");
        _op.Put("two", source: "other");
        await Start();
        await _op.Holds(() => _op.Log.Calls.Count == 2);

        _op.Api.Put(BuiltInResources.Secrets, "shop", "key", new() { ["data"] = new JsonObject { ["a"] = "MQ==" } });
        await _op.Holds(() => _op.Log.Count("reconcile one") == 2);

        _op.Api.Remove(BuiltInResources.Secrets, "shop", "key");
        await _op.Holds(() => _op.Log.Count("reconcile one") == 3);
        Assert.Equal(1, _op.Log.Count("reconcile two"));
    }

    [Fact]
    public async Task A_mapping_sees_no_value_of_a_secret_unless_it_asks_to()
    {
        string? seen = null;
        _op.Api.Put(BuiltInResources.Secrets, "shop", "key", new() { ["data"] = new JsonObject { ["a"] = "planted-secret" } });
        await _op.StartAsync(b => b.AddMappedWatch<Widget>(new()
        {
            Resource = BuiltInResources.Secrets,
            Map = (secret, _) =>
            {
                seen = secret.GetRawText();
                return [];
            },
        }));

        await _op.Holds(() => seen is not null);

        Assert.DoesNotContain("planted-secret", seen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_entity_can_be_asked_for_by_its_key()
    {
        _op.Put("one", size: "L");
        await Start();
        await _op.Calls("reconcile one");
        var entities = (Entities<Widget>)_op.Services.GetService(typeof(Entities<Widget>))!;

        Assert.True(entities.Enqueue(new("shop", "one")));

        await _op.Calls("reconcile one", "reconcile one");
        Assert.Equal("L", entities.Get(new("shop", "one"))!.Spec.Size);
        Assert.Null(entities.Get(new("shop", "none")));
    }

    private Task Start() => _op.StartAsync(b => b.AddMappedWatch<Widget>(new()
    {
        Resource = BuiltInResources.Secrets,
        Map = (secret, widgets) => widgets
            .Where(w => w.GetProperty("spec").GetProperty("source").GetString() == ObjectKey.Of(secret).Name)
            .Select(ObjectKey.Of),
    }));
}
