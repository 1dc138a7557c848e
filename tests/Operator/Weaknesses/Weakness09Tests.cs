using GitOpsGuard.Kubernetes;
using Microsoft.Extensions.DependencyInjection;

namespace GitOpsGuard.Operator.Tests.Weaknesses;

/// <summary>Weakness 9: there is no store and no watch of related objects: each reconciliation asks the server, and controllers must poll.</summary>
public sealed class Weakness09Tests : IAsyncDisposable
{
    private readonly OperatorFixture _op = new();

    public ValueTask DisposeAsync() => _op.DisposeAsync();

    [Fact]
    public async Task A_reconciliation_asks_the_server_nothing()
    {
        for (var i = 0; i < 20; i++) _op.Put($"w{i}");
        await _op.StartAsync();

        await _op.Holds(() => _op.Log.Calls.Count == 20);

        Assert.Equal(["GET", "GET"], _op.Api.Requests.Select(r => r.Method));
        Assert.Equal(20, _op.Services.GetRequiredService<Entities<Widget>>().List().Count);
    }

    [Fact]
    public async Task A_change_of_a_related_object_reconciles_the_entity_that_it_concerns()
    {
        _op.Put("one", source: "key");
        await _op.StartAsync(b => b.AddMappedWatch<Widget>(new()
        {
            Resource = BuiltInResources.Secrets,
            Map = (secret, widgets) => widgets
                .Where(w => w.GetProperty("spec").GetProperty("source").GetString() == ObjectKey.Of(secret).Name)
                .Select(ObjectKey.Of),
        }));
        await _op.Calls("reconcile one");

        _op.Api.Put(BuiltInResources.Secrets, "shop", "key");

        await _op.Calls("reconcile one", "reconcile one");
    }
}
