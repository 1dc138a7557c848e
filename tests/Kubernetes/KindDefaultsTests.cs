using System.Text.Json;
using GitOpsGuard.Kubernetes.Kinds;

namespace GitOpsGuard.Kubernetes.Tests;

public sealed class KindDefaultsTests
{
    [Fact]
    public void What_an_object_leaves_out_has_its_default()
    {
        var sync = JsonSerializer.Deserialize("""{"metadata":{"name":"web"},"spec":{"sourceRef":{"name":"shop"}}}""", KindsJson.Default.GitSync)!;
        Assert.Equal((".", "10m", true, "Correct"), (sync.Spec.Path, sync.Spec.Interval, sync.Spec.Prune, sync.Spec.Drift));
        Assert.Null(sync.Status.LastAppliedRevision);
        var change = JsonSerializer.Deserialize("""{"metadata":{"name":"chg"},"spec":{"operation":"DELETE"}}""", KindsJson.Default.ChangeRequest)!;
        Assert.Empty(change.Spec.Changes);
    }
}
