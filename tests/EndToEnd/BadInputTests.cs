using GitOpsGuard.EndToEnd.Tests.Scenarios;
using GitOpsGuard.EndToEnd.Tests.Syncing;
using GitOpsGuard.Playground.Story;

namespace GitOpsGuard.EndToEnd.Tests;

/// <summary>
/// Everything that a user may get wrong in Git, each in a repository beside the synced shop: it is said where and what
/// to do, what was applied stays, the shop stays ready, nothing spins, and the repair is synced.
/// </summary>
public sealed class BadInputTests(ShopFixture fixture) : IClassFixture<ShopFixture>
{
    private const string Kept = "configmap/kept";

    private const string KeptText = """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: kept}
        data: {colour: green}
        """;

    public static TheoryData<string> BadFiles => [.. BadFile.All.Keys];

    [Theory]
    [MemberData(nameof(BadFiles))]
    public async Task A_bad_file_is_named_with_its_line_and_mended_by_a_commit(string fault)
    {
        var bad = BadFile.All[fault];
        var repository = await TeamRepository.CreateAsync(fixture.Shop, fault.Replace(' ', '-'), ("kept.yaml", KeptText));
        var good = await SyncedAsync(repository);

        await repository.CommitAsync(("kept.yaml", KeptText.Replace("green", "red")), (BadFile.File, bad.Bad));

        var message = await repository.FailedAsync(repository.GitSync, bad.Reason);
        Assert.All(bad.Places, place => Assert.Matches($@"(?m)\b{place}\b(?!\d)", message));
        Assert.Contains(bad.Advice, message, StringComparison.Ordinal);
        Assert.DoesNotContain(BadFile.SecretValue, message, StringComparison.Ordinal);
        await repository.RestsAsync(repository.GitSync);
        await StaysAppliedAsync(repository, good);

        var mended = await repository.CommitAsync((BadFile.File, bad.Good));
        await repository.ReadyAsync(mended);
        Assert.True(await repository.ExistsAsync(BadFile.Item));
    }

    [Fact]
    public async Task A_path_that_is_gone_is_named_and_takes_nothing_with_it()
    {
        var repository = await TeamRepository.CreateAsync(fixture.Shop, "path", ("kept.yaml", KeptText), ("../other/kept.yaml", KeptText));
        var good = await SyncedAsync(repository);

        await repository.CommitAsync(("kept.yaml", null));

        var message = await repository.FailedAsync(repository.GitSync, "PathNotFound");
        Assert.Contains(TeamRepository.Folder, message, StringComparison.Ordinal);
        Assert.Contains("spec.path", message, StringComparison.Ordinal);
        await repository.RestsAsync(repository.GitSync);
        await StaysAppliedAsync(repository, good);

        var mended = await repository.CommitAsync(("kept.yaml", KeptText.Replace("green", "red")));
        await repository.ReadyAsync(mended);
    }

    [Fact]
    public async Task A_branch_that_is_gone_is_named_and_takes_nothing_with_it()
    {
        var repository = await TeamRepository.CreateAsync(fixture.Shop, "branch", ("kept.yaml", KeptText));
        var good = await SyncedAsync(repository);

        var tip = await repository.RemoveBranchAsync();

        var message = await repository.FailedAsync(repository.GitSource, "ReferenceNotFound");
        Assert.Equal("branch 'main' does not exist in the repository; check spec.ref.branch", message);
        await repository.RestsAsync(repository.GitSource);
        await StaysAppliedAsync(repository, good);

        await repository.RestoreBranchAsync(tip);
        await repository.WaitAsync(repository.GitSource, SyncedRepository.IsReady);
        await repository.ReadyAsync(await repository.CommitAsync(("kept.yaml", KeptText.Replace("green", "red"))));
    }

    [Fact]
    public async Task A_repository_that_does_not_exist_is_named_and_synced_once_it_does()
    {
        var repository = await TeamRepository.PlanAsync(fixture.Shop, "absent");
        await repository.SyncAsync(interval: "1s");

        var message = await repository.FailedAsync(repository.GitSource, "GitOperationFailed");
        Assert.Contains("/team/absent.git does not exist", message, StringComparison.Ordinal);
        Assert.Contains("check spec.url", message, StringComparison.Ordinal);
        await repository.RestsAsync(repository.GitSource);
        var waiting = await repository.FailedAsync(repository.GitSync, "ArtifactFailed");
        Assert.Contains("GitSource absent has not been fetched yet", waiting, StringComparison.Ordinal);
        await repository.RestsAsync(repository.GitSync);
        await ShopIsReadyAsync();

        await repository.HostAsync();
        await repository.ReadyAsync(await repository.CommitAsync(("kept.yaml", KeptText)));
    }

    [Fact]
    public async Task Wrong_credentials_are_said_and_never_shown()
    {
        const string Wrong = "not-the-token-of-alice";
        var repository = await TeamRepository.PlanAsync(fixture.Shop, "credentials");
        await repository.HostAsync(isPrivate: true);
        var commit = await repository.CommitAsync(("kept.yaml", KeptText));
        (await repository.KubectlAsync(
            "create", "secret", "generic", "forge", "--from-literal=username=alice", $"--from-literal=password={Wrong}")).MustSucceed();
        await repository.SyncAsync(interval: "1s", secret: "forge");

        var message = await repository.FailedAsync(repository.GitSource, "AuthenticationFailed");
        Assert.Contains("check the Secret that spec.secretRef names", message, StringComparison.Ordinal);
        await repository.RestsAsync(repository.GitSource);
        await ShopIsReadyAsync();
        var told = (await repository.KubectlAsync("get", "events,gitsources,gitsyncs", "-o", "yaml")).MustSucceed().Output;
        Assert.DoesNotContain(Wrong, told + fixture.Shop.Logs(), StringComparison.Ordinal);

        var right = $$$"""{"stringData":{"password":"{{{fixture.Shop.Playground.Alice.Account.Token}}}"}}""";
        (await repository.KubectlAsync("patch", "secret/forge", "--type=merge", "-p", right)).MustSucceed();
        await repository.ReadyAsync(commit);
    }

    private static async Task<string> SyncedAsync(TeamRepository repository)
    {
        await repository.SyncAsync(interval: "1s");
        var found = await repository.WaitAsync(repository.GitSync, SyncedRepository.IsReady);
        return (string)found["status"]!["lastAppliedRevision"]!;
    }

    /// <summary>The last good revision is what is applied, whole and nothing more; and the shop is as it was.</summary>
    private async Task StaysAppliedAsync(TeamRepository repository, string good)
    {
        var kept = await repository.KubectlAsync("get", Kept, "-o", "jsonpath={.data.colour}");
        Assert.Equal("green", kept.MustSucceed().Output);
        Assert.False(await repository.ExistsAsync(BadFile.Item));
        var applied = await repository.KubectlAsync("get", repository.GitSync, "-o", "jsonpath={.status.lastAppliedRevision}");
        Assert.Equal(good, applied.MustSucceed().Output);
        await ShopIsReadyAsync();
    }

    private async Task ShopIsReadyAsync()
    {
        var ready = await fixture.Shop.AdminAsync(
            """kubectl -n team-shop get gitsync/shop -o jsonpath={.status.conditions[?(@.type=="Ready")].status}""",
            TestContext.Current.CancellationToken);
        Assert.Equal("True", ready.MustSucceed().Output);
    }
}
