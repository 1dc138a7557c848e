using GitOpsGuard.Playground.Tests.Cluster;

namespace GitOpsGuard.Playground.Tests.Schemas;

public sealed class ExplainTests
{
    [Fact]
    public async Task Explain_describes_kinds_fields_and_their_values()
    {
        await using var cluster = await TestCluster.StartAsync();
        using var kubectl = await Kubectl.ForAsync(cluster);

        var deployment = await kubectl.OutputAsync("explain deployment");
        Assert.Contains("Deployment enables declarative updates for Pods and ReplicaSets.", deployment, StringComparison.Ordinal);
        Assert.Contains("spec\t<DeploymentSpec>", deployment, StringComparison.Ordinal);

        var strategy = await kubectl.OutputAsync("explain deployment.spec.strategy");
        Assert.Contains("FIELD: strategy <DeploymentStrategy>", strategy, StringComparison.Ordinal);
        Assert.Contains("The deployment strategy to use to replace existing pods with new ones.", strategy, StringComparison.Ordinal);
        Assert.Contains("enum: Recreate, RollingUpdate", strategy, StringComparison.Ordinal);

        var containers = await kubectl.OutputAsync("explain pod.spec.containers --recursive");
        Assert.Contains("containerPort\t<integer> -required-", containers, StringComparison.Ordinal);
    }
}
