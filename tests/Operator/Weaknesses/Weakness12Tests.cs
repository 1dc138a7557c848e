using System.Net;
using GitOpsGuard.Testing.Api;

namespace GitOpsGuard.Operator.Tests.Weaknesses;

/// <summary>Weakness 12: a 410 that comes as the status of the answer keeps the version that the server has forgotten.</summary>
public sealed class Weakness12Tests : IAsyncDisposable
{
    private readonly OperatorFixture _op = new();

    public ValueTask DisposeAsync() => _op.DisposeAsync();

    [Fact]
    public async Task A_watch_refused_with_410_lists_anew()
    {
        _op.Put("one");
        await _op.StartAsync();
        await _op.Calls("reconcile one");
        await _op.Holds(() => _op.Api.OpenWatches == 1);
        var refusals = 1;
        _op.Api.Intercept = r => r.IsWatch && refusals-- > 0 ? Answer.Refusal(HttpStatusCode.Gone, "Expired", "too old") : null;

        _op.Api.EndWatches();
        _op.Put("two");
        _op.Api.Compact();

        await _op.Calls("reconcile one", "reconcile two");
        Assert.Equal(2, _op.Api.Requests.Count(r => !r.IsWatch));
    }
}
