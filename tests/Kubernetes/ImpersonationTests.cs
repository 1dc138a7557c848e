using GitOpsGuard.Testing.Api;

namespace GitOpsGuard.Kubernetes.Tests;

public sealed class ImpersonationTests : IDisposable
{
    private readonly FakeApi _api = new();
    private readonly ApiClient _client;

    public ImpersonationTests() => _client = _api.Client();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_user_groups_a_uid_and_extra_facts_are_shown_with_each_request()
    {
        using var jane = _client.As(new("jane")
        {
            Groups = ["dev", "on call"],
            Uid = "u-1",
            Extra = new Dictionary<string, IReadOnlyList<string>> { ["example.com/scopes"] = ["view", "edit"] },
        });

        await jane.GetPathAsync("/api/v1/pods", Cancel);

        var headers = Assert.Single(_api.Requests).Headers;
        Assert.Equal("jane", headers["Impersonate-User"]);
        Assert.Equal("dev, on call", headers["Impersonate-Group"]);
        Assert.Equal("u-1", headers["Impersonate-Uid"]);
        Assert.Equal("view, edit", headers["Impersonate-Extra-example.com%2Fscopes"]);
    }

    [Fact]
    public async Task The_client_it_was_made_from_stays_itself_and_another_replaces_it()
    {
        using var jane = _client.As(new("jane") { Groups = ["dev"] });
        using var joe = jane.As(new("joe"));

        await _client.GetPathAsync("/api/v1/pods", Cancel);
        await joe.GetPathAsync("/api/v1/pods", Cancel);

        Assert.DoesNotContain("Impersonate-User", _api.Requests[0].Headers);
        Assert.Equal("joe", _api.Requests[1].Headers["Impersonate-User"]);
        Assert.DoesNotContain("Impersonate-Group", _api.Requests[1].Headers);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    public void Nobody_cannot_be_impersonated_for_the_request_would_be_our_own(string user)
    {
        Assert.Throws<ArgumentException>(() => _client.As(new(user)));
    }

    [Fact]
    public void A_name_that_would_end_the_header_is_refused()
    {
        Assert.Throws<ArgumentException>(() => _client.As(new("jane\r\nImpersonate-Group: system:masters")));
        Assert.Throws<ArgumentException>(() => _client.As(new("jane") { Groups = ["dev\n"] }));
        Assert.Throws<ArgumentException>(() => _client.As(new("jane") { Groups = ["dev\uF8FFsystem:masters"] }));
    }

    public void Dispose()
    {
        _client.Dispose();
        _api.Dispose();
    }
}
