namespace GitOpsGuard.EndToEnd.Tests;

/// <summary>One playground with the synced sample, which all tests of the collection share.</summary>
public sealed class ShopFixture : IAsyncLifetime
{
    internal TestPlayground Shop { get; private set; } = null!;

    public async ValueTask InitializeAsync() =>
        Shop = await TestPlayground.StartAsync(null, null, TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => Shop is null ? ValueTask.CompletedTask : Shop.DisposeAsync();
}
