using System.Net;
using GitOpsGuard.Testing.Api;
using KubeOps.Abstractions.Builder;

namespace GitOpsGuard.Operator.Tests.Weaknesses;

/// <summary>Weakness 14: 429 and Retry-After surface as failures at once.</summary>
public sealed class Weakness14Tests : IAsyncDisposable
{
    private readonly OperatorFixture _op = new();

    public ValueTask DisposeAsync() => _op.DisposeAsync();

    [Fact]
    public async Task A_write_that_the_server_puts_off_is_made_when_the_server_says()
    {
        var refusals = 2;
        _op.Api.Intercept = r =>
        {
            if (r.Method != "PATCH" || refusals-- <= 0) return null;
            var answer = Answer.Refusal(HttpStatusCode.TooManyRequests, "TooManyRequests", "later");
            answer.Headers.RetryAfter = new(TimeSpan.FromSeconds(3));
            return answer;
        };
        _op.Put("one");
        var began = _op.Time.GetUtcNow();
        await _op.StartAsync(
            b => b.AddFinalizer<WidgetFinalizer, Widget>("example.com/own"),
            s => s.WithParallelReconciliation(p => p.WithErrorBackoffBase(TimeSpan.FromMinutes(5))));

        await _op.Calls("reconcile one");

        // Had it been a failure, five minutes would have passed.
        Assert.InRange(_op.Time.GetUtcNow() - began, TimeSpan.FromSeconds(6), TimeSpan.FromMinutes(4));
        Assert.Equal(3, _op.Api.Requests.Count(r => r.Method == "PATCH"));
    }
}
