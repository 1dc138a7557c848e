using System.Diagnostics;
using System.Threading.Channels;
using GitOpsGuard.Bench;
using GitOpsGuard.Operator.Queue;

namespace GitOpsGuard.Kubernetes.Bench;

/// <summary>What an item costs in the operator's queue of keys, against a plain channel: one side adds, another takes.</summary>
internal sealed class QueueSpeed(int items)
{
    private readonly ObjectKey[] _keys = [.. Enumerable.Range(0, items).Select(i => new ObjectKey($"team-{i % 50}", $"checkout-service-{i:d6}"))];

    public async Task PrintAsync()
    {
        var runs = await Figure.RunsOf(async () => (Queue: await QueueAsync(), Channel: await ChannelAsync()));
        Figure.Of(runs.Select(r => r.Queue)).Print("kubernetes.queue.ns_per_item", "ns");
        Figure.Of(runs.Select(r => r.Channel)).Print("kubernetes.queue.ns_per_item.floor", "ns");
        Figure.Of(runs.Select(r => r.Queue / r.Channel)).Print("kubernetes.queue.ratio", "of a plain channel");
    }

    private async Task<double> QueueAsync()
    {
        using var queue = new WorkQueue<ObjectKey>(new(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1), new()), TimeProvider.System);
        var began = Stopwatch.GetTimestamp();
        var adding = Task.Run(() =>
        {
            foreach (var key in _keys) queue.Add(key);
        });
        for (var i = 0; i < items; i++) queue.Done(await queue.TakeAsync(CancellationToken.None));
        await adding;
        return Stopwatch.GetElapsedTime(began).TotalNanoseconds / items;
    }

    private async Task<double> ChannelAsync()
    {
        var channel = Channel.CreateUnbounded<ObjectKey>();
        var began = Stopwatch.GetTimestamp();
        var adding = Task.Run(() =>
        {
            foreach (var key in _keys) channel.Writer.TryWrite(key);
        });
        for (var i = 0; i < items; i++) await channel.Reader.ReadAsync();
        await adding;
        return Stopwatch.GetElapsedTime(began).TotalNanoseconds / items;
    }
}
