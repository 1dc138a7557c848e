using KubeOps.Abstractions.Builder;
using KubeOps.Abstractions.Logging;
using KubeOps.Abstractions.Reconciliation;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GitOpsGuard.Operator.Tests.Contract;

/// <summary>What is logged while an entity is dealt with says which, and what an enricher adds.</summary>
public sealed class LoggingScopeTests : IAsyncDisposable
{
    private readonly OperatorFixture _op = new();

    public ValueTask DisposeAsync() => _op.DisposeAsync();

    [Fact]
    public async Task A_line_carries_the_entity_and_what_enrichers_add_and_one_that_throws_costs_nothing()
    {
        var lines = new ScopeLog();
        _op.Log.Behaviour = (_, e, _) =>
        {
            _op.Services.GetRequiredService<ILoggerFactory>().CreateLogger("test").LogInformation("at work");
            return Task.FromResult(ReconciliationResult<Widget>.Success(e));
        };
        _op.Put("one", size: "L");
        await _op.StartAsync(b =>
        {
            b.Services.AddLogging(logging => logging.AddProvider(lines));
            b.AddEntityLoggingScopeEnricher<Widget, Broken>().AddEntityLoggingScopeEnricher<Widget, Sizes>();
        });

        await _op.Holds(() => lines.Has("at work"));

        var properties = lines.Of("at work");
        Assert.Equal("shop", properties["Namespace"]);
        Assert.Equal("one", properties["Name"]);
        Assert.Equal("L", properties["Size"]);
        Assert.Equal("Reconcile", properties["Phase"]);
    }

    /// <summary>Adds the size, and what would hide the name.</summary>
    private sealed class Sizes : IEntityLoggingScopeEnricher<Widget>
    {
        public void Enrich(Widget entity, EntityLoggingPhase phase, IDictionary<string, object> properties)
        {
            properties["Size"] = entity.Spec.Size;
            properties["Name"] = "hidden";
            properties["Phase"] = phase.ToString();
        }
    }

    private sealed class Broken : IEntityLoggingScopeEnricher<Widget>
    {
        public void Enrich(Widget entity, EntityLoggingPhase phase, IDictionary<string, object> properties) =>
            throw new InvalidOperationException("broken");
    }
}
