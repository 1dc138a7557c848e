using GitOpsGuard.Playground.Processes;

namespace GitOpsGuard.EndToEnd.Tests;

/// <summary>Direct writes with the real kubectl: what is denied, and the nearest write that is not.</summary>
[Collection(ShopCollection.Name)]
public sealed class DirectWriteTests(ShopFixture fixture)
{
    private const string Denied = ".gitopsguard.dev\" denied the request: ";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("scale deployment/web --replicas=7", "spec.replicas")]
    [InlineData("set image deployment/web web=registry.example/shop/web:9", "image")]
    [InlineData("set resources deployment/web --limits=memory=1Gi", "memory")]
    [InlineData("set env deployment/api LOG_LEVEL=debug", "env")]
    [InlineData("patch deployment/web --type=merge -p {\"spec\":{\"replicas\":9}}", "spec.replicas")]
    [InlineData("patch deployment/web --type=json -p [{\"op\":\"replace\",\"path\":\"/spec/replicas\",\"value\":9}]", "spec.replicas")]
    [InlineData("patch deployment/web --type=strategic -p {\"spec\":{\"replicas\":9}}", "spec.replicas")]
    [InlineData("patch deployment/web -p {\"spec\":{\"template\":{\"spec\":{\"containers\":[{\"name\":\"side\",\"image\":\"side:1\"}]}}}}", "containers")]
    [InlineData("patch configmap/shop-config --type=merge -p {\"data\":{\"CURRENCY\":\"USD\"}}", "data.CURRENCY")]
    [InlineData("annotate ingress/shop --overwrite example.org/owner=me", "example.org/owner")]
    [InlineData("annotate ingress/shop example.org/owner-", "example.org/owner")]
    [InlineData("label service/web app-", "app")]
    public async Task A_change_of_a_managed_object_is_denied_with_its_address(string words, string field)
    {
        var result = await AliceAsync(words);

        AssertDenied(result);
        Assert.Contains("is managed by Git, so this change was denied.", result.Text, StringComparison.Ordinal);
        Assert.Contains(field, result.Text, StringComparison.Ordinal);
        Assert.Matches(@"declared\s+manifests/[a-z]+\.yaml:\d+", result.Text);
    }

    [Theory]
    [InlineData("delete deployment/web")]
    [InlineData("delete configmap/shop-config")]
    public async Task Deleting_a_managed_object_is_denied(string words)
    {
        AssertDenied(await AliceAsync(words));
    }

    [Theory]
    [InlineData("label deployment/web gitopsguard.dev/sync-")]
    [InlineData("annotate deployment/web gitopsguard.dev/id-")]
    [InlineData("patch deployment/web --type=merge -p {\"metadata\":{\"managedFields\":[{}]}}")]
    [InlineData("patch deployment/web --field-manager=gitopsguard --type=merge -p {\"spec\":{\"replicas\":9}}")]
    [InlineData("patch deployment/web --type=merge -p {\"metadata\":{\"finalizers\":[\"example.org/stay\"]}}")]
    public async Task Tampering_with_the_markers_is_denied(string words)
    {
        AssertDenied(await AliceAsync(words));
    }

    [Theory]
    [InlineData("annotate deployment/web example.org/note=hello --overwrite")]
    [InlineData("label deployment/web seen=yes --overwrite")]
    [InlineData("scale deployment/web --replicas=3")]
    [InlineData("delete pod -l app=api --wait=false")]
    [InlineData("create configmap unmanaged --from-literal=a=b")]
    [InlineData("delete configmap unmanaged")]
    public async Task A_write_that_changes_nothing_closed_is_allowed(string words)
    {
        if (words.StartsWith("delete configmap", StringComparison.Ordinal))
            await AliceAsync("create configmap unmanaged --from-literal=a=b");

        var result = await AliceAsync(words);

        if (words.StartsWith("create configmap", StringComparison.Ordinal))
            await AliceAsync("delete configmap unmanaged");
        Assert.True(result.Succeeded, result.Text);
    }

    [Fact]
    public async Task An_apply_over_the_reconcilers_field_is_a_conflict_before_the_guard_is_asked()
    {
        var file = await WriteAsync("""
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web, namespace: shop}
            spec: {replicas: 9}
            """);

        var result = await AliceAsync($"apply --server-side -f {file}");

        Assert.False(result.Succeeded);
        Assert.Contains("conflict", result.Text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(Denied, result.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dry_run_and_a_diff_show_what_would_happen()
    {
        var dry = await AliceAsync("scale deployment/web --replicas=8 --dry-run=server");
        var live = await AliceAsync("get deployment/web -o jsonpath={.spec.replicas}");

        Assert.True(dry.Succeeded, dry.Text);
        Assert.Contains("Warning:", dry.Error, StringComparison.Ordinal);
        Assert.NotEqual("8", live.Output);
    }

    [Theory]
    [InlineData("system:serviceaccount:gitopsguard-system:gitopsguard-reconciler")]
    [InlineData("system:serviceaccount:gitopsguard-system:gitopsguard-reconciler2")]
    [InlineData("system:kube-controller-manager")]
    public async Task Borrowing_a_trusted_name_does_not_help(string name)
    {
        var result = await fixture.Shop.AdminAsync(
            $"kubectl -n shop patch configmap/shop-config --type=merge -p {{\"data\":{{\"CURRENCY\":\"USD\"}}}} --as={name} --as-group=system:masters",
            Token);

        AssertDenied(result);
    }

    private Task<CommandResult> AliceAsync(string words) => fixture.Shop.AliceAsync($"kubectl -n shop {words}", Token);

    private async Task<string> WriteAsync(string text)
    {
        var name = $"{Guid.NewGuid():N}.yaml";
        await File.WriteAllTextAsync(Path.Combine(fixture.Shop.Playground.Alice.Home, name), text, Token);
        return name;
    }

    private static void AssertDenied(CommandResult result)
    {
        Assert.False(result.Succeeded, result.Text);
        Assert.True(result.Text.Contains(Denied, StringComparison.Ordinal), result.Text);
    }
}
