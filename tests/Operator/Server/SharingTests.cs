using System.Text.Json;
using System.Text.Json.Nodes;
using KubeOps.Abstractions.Builder;
using KubeOps.Abstractions.Entities;
using KubeOps.Abstractions.LeaderElection;
using KubeOps.KubernetesClient.Selectors;
using Microsoft.Extensions.DependencyInjection;

namespace GitOpsGuard.Operator.Tests.Server;

/// <summary>Several operators and controllers at the same entities.</summary>
public sealed class SharingTests(OperatorCluster shared) : ServerTest(shared)
{
    [Fact]
    public async Task When_the_leader_ends_the_next_takes_over_and_reconciles_all()
    {
        await Create("one");
        var first = await StartAsync(settings: Elected);
        await first.Called("reconcile one");
        var second = await StartAsync(settings: Elected);
        await Create("two");
        await first.Called("reconcile two");
        Assert.False(second.Health.IsRunning);
        Assert.Empty(second.Log.Calls);

        await first.StopAsync();

        await second.Called("reconcile one");
        await second.Called("reconcile two");
        Assert.True(second.Health.IsRunning);
    }

    [Fact]
    public async Task Operators_with_namespaces_of_their_own_share_the_work()
    {
        var other = await Cluster.NamespaceAsync(Cancel);
        await Create("here");
        await Create("there", ns: other);
        var owners = new Owners { [Namespace] = "first", [other] = "second" };

        var first = await Scoped("first", owners);
        var second = await Scoped("second", owners);

        await first.Called("reconcile here");
        await second.Called("reconcile there");
        owners.Give(other, "first");
        await first.Called("reconcile there");
        Assert.Equal(["reconcile here", "reconcile there"], first.Log.Calls.Order(StringComparer.Ordinal));
        Assert.Equal(["reconcile there"], second.Log.Calls);
    }

    [Fact]
    public async Task A_controller_with_a_label_selector_sees_what_is_selected_and_does_not_take_its_leaving_for_its_end()
    {
        await Create("small");
        await Create("big", metadata: new() { ["labels"] = new JsonObject { ["size"] = "big" } });
        var op = await StartAsync(b => b.AddControllerWithLabelSelector<WidgetController, Widget, BigOnes>(), plain: false);
        await op.Called("reconcile big");

        await Label("big", "small");
        await Label("small", "big");
        await op.Called("reconcile small");
        await Delete("small");
        await op.Called("deleted small");

        Assert.Equal(["reconcile big", "reconcile small", "deleted small"], op.Log.Calls);
    }

    private static void Elected(OperatorSettingsBuilder settings) => settings
        .WithLeaderElection(LeaderElectionType.Single)
        .WithLeaderElectionTimings(TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(40), TimeSpan.FromMilliseconds(200));

    private Task<JsonElement> Label(string name, string size) => Patch(name, new()
    {
        ["metadata"] = new JsonObject { ["labels"] = new JsonObject { ["size"] = size } },
    });

    private Task<ServerOperator> Scoped(string name, Owners owners) => StartAsync(
        b => b.Services.AddSingleton<ILeadershipScope>(owners.Of(name)),
        s => s.WithNamespace(null).WithLeaderElection(LeaderElectionType.Scoped));

    /// <summary>Selects widgets by a label.</summary>
    private sealed class BigOnes : IEntityLabelSelector<Widget>
    {
        public ValueTask<string?> GetLabelSelectorAsync(CancellationToken cancellationToken) =>
            ValueTask.FromResult<string?>(new EqualsLabelSelector("size", "big"));
    }
}
