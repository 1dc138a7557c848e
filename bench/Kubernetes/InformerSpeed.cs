using System.Buffers;
using System.Diagnostics;
using System.IO.Pipelines;
using System.Text;
using GitOpsGuard.Bench;
using Microsoft.Extensions.Logging.Abstractions;

namespace GitOpsGuard.Kubernetes.Bench;

/// <summary>How many events a second an informer takes from a watch to its handlers, against reading and splitting the same lines.</summary>
internal sealed class InformerSpeed(int events, int objects)
{
    private static readonly byte[] EmptyList =
        Encoding.UTF8.GetBytes("""{"kind":"DeploymentList","apiVersion":"apps/v1","metadata":{"resourceVersion":"1"},"items":[]}""");

    private readonly byte[] _lines = Lines(events, objects);

    public async Task PrintAsync()
    {
        var runs = await Figure.RunsOf(async () => (Informer: await TimedAsync(InformerAsync), Floor: await TimedAsync(FloorAsync)));
        Figure.Of(runs.Select(r => events / r.Informer.Seconds)).Print("kubernetes.informer.events_per_s", "events/s");
        Figure.Of(runs.Select(r => events / r.Floor.Seconds)).Print("kubernetes.informer.events_per_s.floor", "events/s");
        Figure.Of(runs.Select(r => r.Informer.Seconds / r.Floor.Seconds)).Print("kubernetes.informer.events_per_s.ratio", "times the time of the floor");
        Figure.Of(runs.Select(r => r.Informer.Processor * 1e6 / events)).Print("kubernetes.informer.cpu_us_per_event", "us");
        Figure.Of(runs.Select(r => r.Floor.Processor * 1e6 / events)).Print("kubernetes.informer.cpu_us_per_event.floor", "us");
        Figure.Of([(double)_lines.Length / events]).Print("kubernetes.informer.event_bytes", "bytes");
    }

    private static byte[] Lines(int events, int objects)
    {
        using var lines = new MemoryStream();
        for (var i = 0; i < events; i++)
            lines.Write(SampleObjects.Line(i < objects ? "ADDED" : "MODIFIED", SampleObjects.Deployment(i % objects, i + 2)));
        return lines.ToArray();
    }

    /// <summary>Seconds by the clock, and of all processors together.</summary>
    private static async Task<(double Seconds, double Processor)> TimedAsync(Func<Task> once)
    {
        var (began, before) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
        await once();
        return (Stopwatch.GetElapsedTime(began).TotalSeconds, (Environment.CpuUsage.TotalTime - before).TotalSeconds);
    }

    private async Task InformerAsync()
    {
        using var stop = new CancellationTokenSource();
        using var api = new CannedApi([EmptyList], _lines);
        using var client = api.Client();
        var options = new InformerOptions { Resource = SampleObjects.Kind, Trim = ObjectTrim.WithoutManagedFields };
        var informer = new Informer(client, options, TimeProvider.System, NullLogger.Instance);
        var all = new TaskCompletionSource();
        var seen = 0;
        informer.Changed += _ =>
        {
            if (++seen == events) all.SetResult();
        };
        var run = informer.RunAsync(stop.Token);
        await all.Task;
        await stop.CancelAsync();
        await run;
    }

    private async Task FloorAsync()
    {
        var reader = PipeReader.Create(new SocketLikeStream(_lines, CancellationToken.None) { Ends = true });
        var count = 0;
        while (true)
        {
            var result = await reader.ReadAsync();
            var buffer = result.Buffer;
            while (buffer.PositionOf((byte)'\n') is { } end)
            {
                count++;
                buffer = buffer.Slice(buffer.GetPosition(1, end));
            }

            reader.AdvanceTo(buffer.Start, buffer.End);
            if (result.IsCompleted) break;
        }

        if (count != events) throw new InvalidOperationException($"{count} lines in place of {events}.");    }
}
