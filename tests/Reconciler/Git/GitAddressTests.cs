using GitOpsGuard.Reconciler.Git;
using GitOpsGuard.Reconciler.Outcomes;

namespace GitOpsGuard.Reconciler.Tests.Git;

public sealed class GitAddressTests
{
    [Theory]
    [InlineData("https://github.com/acme/shop.git", "github.com/acme/shop")]
    [InlineData("https://git.example.com:8443/acme/shop/", "git.example.com:8443/acme/shop")]
    [InlineData("http://git.example.com/a%20b/c", "git.example.com/a b/c")]
    public void People_see_the_repository_without_scheme_and_suffix(string url, string display)
    {
        Assert.True(GitAddress.Parse(url, allowLocal: false).Succeeded(out var address, out _));

        Assert.Equal(display, address.Display);
    }

    [Theory]
    [InlineData("file:///srv/git/shop")]
    [InlineData("http://localhost/acme/shop")]
    [InlineData("http://127.0.0.1:3000/acme/shop")]
    [InlineData("http://[::1]/acme/shop")]
    [InlineData("http://169.254.169.254/latest")]
    [InlineData("ssh://git@github.com/acme/shop")]
    [InlineData("github.com/acme/shop")]
    [InlineData("https://github.com/acme/shop?x=y")]
    public void What_is_not_a_repository_of_the_network_is_refused(string url)
    {
        Assert.IsType<Failure.Stalled>(GitAddress.Parse(url, allowLocal: false).Failure);
    }

    [Fact]
    public void Credentials_in_the_address_are_refused_and_not_repeated()
    {
        var failure = GitAddress.Parse("https://bob:hunter2@github.com/acme/shop", allowLocal: false).Failure;

        Assert.NotNull(failure);
        Assert.DoesNotContain("hunter2", failure.Message);
        Assert.Contains("spec.secretRef", failure.Message);
    }
}
