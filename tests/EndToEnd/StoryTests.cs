namespace GitOpsGuard.EndToEnd.Tests;

[Collection(ShopCollection.Name)]
public sealed class StoryTests(ShopFixture fixture)
{
    [Fact]
    public async Task The_story_of_the_demo_holds_to_its_end()
    {
        try
        {
            await fixture.Shop.Story.TellAsync(TestContext.Current.CancellationToken);
        }
        catch (Exception error)
        {
            Assert.Fail($"{error.Message}\n{fixture.Shop.Told}\n{fixture.Shop.Logs()}");
        }

        Assert.Contains("is managed by Git, so this change was denied.", fixture.Shop.Told, StringComparison.Ordinal);
        Assert.Contains("bad-input/settings.yaml:6", fixture.Shop.Told, StringComparison.Ordinal);
    }
}
