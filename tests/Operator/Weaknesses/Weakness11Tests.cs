using System.Net;

namespace GitOpsGuard.Operator.Tests.Weaknesses;

/// <summary>Weakness 11: a watch that ends at once is opened again without a delay.</summary>
public sealed class Weakness11Tests : IAsyncDisposable
{
    private readonly OperatorFixture _op = new();

    public ValueTask DisposeAsync() => _op.DisposeAsync();

    [Fact]
    public async Task Watches_that_end_at_once_are_opened_ever_more_slowly()
    {
        _op.Api.Intercept = r => r.IsWatch ? new(HttpStatusCode.OK) { Content = new StringContent("") } : null;
        var began = _op.Time.GetUtcNow();
        await _op.StartAsync();

        await _op.Holds(() => _op.Time.GetUtcNow() - began > TimeSpan.FromMinutes(10), TimeSpan.FromSeconds(2));

        // At most twenty before the longest delay of half a minute is reached, then two a minute.
        Assert.InRange(_op.Api.Requests.Count(r => r.IsWatch), 2, 45);
    }
}
