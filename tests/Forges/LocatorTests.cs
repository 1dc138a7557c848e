using System.Net;

namespace GitOpsGuard.Forges.Tests;

public sealed class LocatorTests
{
    [Theory]
    [InlineData("https://github.com/acme/shop.git", null, null, ForgeKind.GitHub, "https://github.com/acme/shop")]
    [InlineData("https://user:secret@github.com/acme/shop/", null, null, ForgeKind.GitHub, "https://github.com/acme/shop")]
    [InlineData("git@github.com:acme/shop.git", null, null, ForgeKind.GitHub, "https://github.com/acme/shop")]
    [InlineData("ssh://git@gitlab.acme.dev:2222/a/b/shop.git", null, null, ForgeKind.GitLab, "https://gitlab.acme.dev/a/b/shop")]
    [InlineData("https://codeberg.org/acme/shop", null, null, ForgeKind.Gitea, "https://codeberg.org/acme/shop")]
    [InlineData("http://127.0.0.1:3000/acme/shop.git", "Gitea", null, ForgeKind.Gitea, "http://127.0.0.1:3000/acme/shop")]
    [InlineData("http://git.svc/acme/shop.git", "gitea", "https://git.acme.dev/acme/shop/", ForgeKind.Gitea, "https://git.acme.dev/acme/shop")]
    public void The_forge_is_found_from_the_address_and_the_source(string repository, string? kind, string? web, ForgeKind expected, string page)
    {
        var address = ForgeLocator.Locate(repository, kind, web)!;
        Assert.Equal((expected, page), (address.Kind, address.Web.ToString()));
    }

    [Theory]
    [InlineData("https://git.acme.dev/acme/shop.git")]
    [InlineData("file:///srv/shop.git")]
    [InlineData("/srv/shop.git")]
    public void A_host_that_tells_nothing_gives_no_forge(string repository) => Assert.Null(ForgeLocator.Locate(repository));

    [Fact]
    public async Task A_host_that_tells_nothing_is_asked()
    {
        using var fake = new FakeForge((HttpStatusCode.OK, """{"version":"1.24.0"}"""), (HttpStatusCode.NotFound, ""));
        var found = await ForgeLocator.LocateAsync(fake.Client, "https://git.acme.dev/acme/shop.git", null, null, TestContext.Current.CancellationToken);
        Assert.Equal(ForgeKind.Gitea, found!.Kind);
        Assert.Equal(("GET https://git.acme.dev/api/v1/version", null), (fake.Requests[0].Line, fake.Requests[0].Authorization));
        Assert.Null(await ForgeLocator.LocateAsync(fake.Client, "https://git.acme.dev/acme/shop.git", null, null, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void A_kind_that_there_is_not_is_named() =>
        Assert.Contains("spec.forge.kind of the GitSource is 'Hub'", Assert.Throws<ForgeException>(() => ForgeLocator.Locate("https://x/a/b", "Hub")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(ForgeKind.GitHub, "https://github.com/acme/shop/compare/main...gitops%2Fchg-1?quick_pull=1&title=A%20%26%20B&body=x")]
    [InlineData(ForgeKind.Gitea, "https://github.com/acme/shop/compare/main...gitops%2Fchg-1?expand=1&title=A%20%26%20B&body=x")]
    [InlineData(ForgeKind.GitLab, "https://github.com/acme/shop/-/merge_requests/new?merge_request%5Bsource_branch%5D=gitops%2Fchg-1&merge_request%5Btarget_branch%5D=main&merge_request%5Btitle%5D=A%20%26%20B&merge_request%5Bdescription%5D=x")]
    public void The_page_for_a_new_pull_request_is_filled_in(ForgeKind kind, string expected) =>
        Assert.Equal(expected, NewPullRequestPage.Of(new(kind, new("https://github.com/acme/shop")), new("A & B", "x", "gitops/chg-1", "main")));
}
