using GitOpsGuard.EndToEnd.Tests.Scenarios;

namespace GitOpsGuard.EndToEnd.Tests;

/// <summary>Taking the product away with helm leaves nothing behind that could lock the cluster.</summary>
public sealed class UninstallTests(ShopFixture fixture) : IClassFixture<ShopFixture>
{
    private readonly ScenarioShop _shop = new(fixture.Shop);

    [Fact]
    public async Task Helm_uninstall_takes_the_registration_and_the_floor_away_first_and_what_was_managed_is_free()
    {
        var uninstalled = await fixture.Shop.AdminAsync("helm uninstall gitops-guard --namespace gitopsguard-system --wait --timeout 120s", TestContext.Current.CancellationToken);

        Assert.True(uninstalled.Succeeded, uninstalled.Text + fixture.Shop.Logs());
        var left = await _shop.Admin(
            "get", "validatingwebhookconfigurations,validatingadmissionpolicies,validatingadmissionpolicybindings", "-o", "name");
        Assert.DoesNotContain("gitopsguard", left.MustSucceed().Output, StringComparison.Ordinal);
        (await _shop.Alice("scale", ScenarioShop.Web, "--replicas=5")).MustSucceed();
        (await _shop.Admin("delete", "namespace", "shop", "--wait=false")).MustSucceed();
    }
}
