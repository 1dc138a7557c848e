using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using GitOpsGuard.Bench;
using Microsoft.Extensions.Logging.Abstractions;

namespace GitOpsGuard.Kubernetes.Bench;

/// <summary>What an informer keeps in memory for each object, against the bytes of the objects themselves.</summary>
internal sealed class InformerMemory(int objects)
{
    private readonly IReadOnlyList<byte[]> _pages = Pages(objects);

    public async Task PrintAsync()
    {
        var floor = Floor();
        var runs = await Figure.RunsOf(RetainedAsync);
        Figure.Of(runs).Print("kubernetes.informer.bytes_per_object", "bytes");
        Figure.Of([floor]).Print("kubernetes.informer.bytes_per_object.floor", "bytes");
        Figure.Of(runs.Select(r => r / floor)).Print("kubernetes.informer.bytes_per_object.ratio", "of the floor");
    }

    private static List<byte[]> Pages(int objects) =>
        [.. Enumerable.Range(0, objects).Chunk(500).Select(chunk => Page(chunk, last: chunk[^1] == objects - 1))];

    private static byte[] Page(int[] numbers, bool last) => Encoding.UTF8.GetBytes(new JsonObject
    {
        ["kind"] = "DeploymentList",
        ["apiVersion"] = "apps/v1",
        ["metadata"] = new JsonObject { ["resourceVersion"] = "1", ["continue"] = last ? "" : "more" },
        ["items"] = new JsonArray([.. numbers.Select(n => SampleObjects.Deployment(n, 1))]),
    }.ToJsonString());

    /// <summary>Average bytes of an object in the form in which it is kept.</summary>
    private double Floor()
    {
        long bytes = 0;
        for (var i = 0; i < objects; i++)
        {
            using var document = JsonDocument.Parse(SampleObjects.Deployment(i, 1).ToJsonString());
            bytes += Encoding.UTF8.GetByteCount(ObjectTrim.WithoutManagedFields(document.RootElement).GetRawText());
        }

        return (double)bytes / objects;
    }

    private async Task<double> RetainedAsync()
    {
        using var stop = new CancellationTokenSource();
        using var api = new CannedApi(_pages, []);
        using var client = api.Client();
        var before = Retained();
        var options = new InformerOptions { Resource = SampleObjects.Kind, Trim = ObjectTrim.WithoutManagedFields };
        var informer = new Informer(client, options, TimeProvider.System, NullLogger.Instance);
        var run = informer.RunAsync(stop.Token);
        await informer.WaitForSyncAsync(stop.Token);
        var after = Retained();
        if (informer.Count != objects) throw new InvalidOperationException($"{informer.Count} objects in place of {objects}.");
        await stop.CancelAsync();
        await run;
        GC.KeepAlive(informer);
        return (double)(after - before) / objects;
    }

    private static long Retained()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return GC.GetTotalMemory(forceFullCollection: true);
    }
}
