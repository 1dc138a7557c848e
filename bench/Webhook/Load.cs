using System.Diagnostics;
using System.Threading.Channels;

namespace GitOpsGuard.Webhook.Bench;

/// <summary>Reviews sent to a server over sixteen connections, a tenth of which the guard denies.</summary>
internal sealed class Load : IDisposable
{
    private const int Connections = 16;
    private const int DeniedOneIn = 10;
    private const int Distinct = 1_000;

    private readonly IReadOnlyList<LoadConnection> _connections;
    private readonly byte[][] _reviews;
    private readonly bool _echo;

    /// <summary>Load for a server.</summary>
    /// <param name="port">Its port.</param>
    /// <param name="path">Where it answers reviews.</param>
    /// <param name="objects">Declared objects.</param>
    /// <param name="echo">Whether it allows whatever it is asked.</param>
    public Load(int port, string path, int objects, bool echo)
    {
        _echo = echo;
        _reviews = [.. Enumerable.Range(0, Distinct).Select(i => Review.OfManaged(i * (objects / Distinct), IsDenied(i)))];
        _connections = [.. Enumerable.Range(0, Connections).Select(_ => new LoadConnection(port, path))];
    }

    /// <summary>Requests a second, each connection sending its next as soon as it has its answer.</summary>
    public async Task<double> ThroughputAsync(int requests)
    {
        var next = -1;
        var began = Stopwatch.GetTimestamp();
        await Task.WhenAll(_connections.Select(connection => Task.Run(async () =>
        {
            while (Interlocked.Increment(ref next) is var i && i < requests) await AskAsync(connection, i);
        })));
        return requests / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    /// <summary>
    /// The 99th percentile in milliseconds at a steady rate. Time counts from the moment at which a request is due to be sent,
    /// so that waiting for a connection counts as well.
    /// </summary>
    public async Task<double> LatencyAsync(int perSecond, int requests)
    {
        var due = Channel.CreateUnbounded<(int Number, long At)>();
        var took = new double[requests];
        var asking = _connections.Select(connection => Task.Run(async () =>
        {
            await foreach (var (number, at) in due.Reader.ReadAllAsync())
            {
                await AskAsync(connection, number);
                took[number] = Stopwatch.GetElapsedTime(at).TotalMilliseconds;
            }
        })).ToList();
        var began = Stopwatch.GetTimestamp();
        for (var i = 0; i < requests;)
        {
            var wanted = Math.Min(requests, 1 + (int)(Stopwatch.GetElapsedTime(began).TotalSeconds * perSecond));
            for (; i < wanted; i++) due.Writer.TryWrite((i, Stopwatch.GetTimestamp()));
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);
        }

        due.Writer.Complete();
        await Task.WhenAll(asking);
        Array.Sort(took);
        return took[(int)(requests * 0.99)];
    }

    public void Dispose()
    {
        foreach (var connection in _connections) connection.Dispose();
    }

    private static bool IsDenied(int number) => number % DeniedOneIn == 0;

    private async ValueTask AskAsync(LoadConnection connection, int number)
    {
        var allowed = await connection.AskAsync(_reviews[number % Distinct]);
        if (!_echo && allowed == IsDenied(number % Distinct)) throw new InvalidOperationException($"Review {number} got the wrong verdict.");
    }
}
