using System.Text.Json;
using GitOpsGuard.Kubernetes.Kinds;
using GitOpsGuard.Reconciler.Engine;

namespace GitOpsGuard.Reconciler.Tests.Engine;

public sealed class ClaimCheckTests
{
    private static readonly DesiredObject Web = Manifests.Desired(Manifests.Web, Manifests.Deployments);

    [Fact]
    public void An_object_of_another_sync_is_refused_by_name()
    {
        var failure = Check("team/other:apps/Deployment/shop/web");

        Assert.Equal(Reasons.ObjectClaimed, failure?.Reason);
        Assert.Contains("team/other", failure?.Message);
    }

    [Theory]
    [InlineData("team/web:apps/Deployment/shop/web")]
    [InlineData("team/other:apps/Deployment/shop/api")]
    [InlineData("nonsense")]
    public void Our_own_mark_or_a_copied_one_claims_nothing(string id)
    {
        Assert.Null(Check(id));
    }

    private static GitOpsGuard.Reconciler.Outcomes.Failure? Check(string id)
    {
        var annotations = new Dictionary<string, string> { ["gitopsguard.dev/id"] = id };
        var live = JsonSerializer.SerializeToElement(new { metadata = new { annotations } });
        return ClaimCheck.Check(Manifests.Job(), [Web], _ => live);
    }
}
