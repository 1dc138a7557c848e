using System.Collections.Concurrent;
using System.Text.Json;
using GitOpsGuard.Kubernetes;
using GitOpsGuard.Kubernetes.Kinds;
using GitOpsGuard.Reconciler.Drift;
using GitOpsGuard.Reconciler.Outcomes;

namespace GitOpsGuard.Reconciler.Engine;

/// <summary>Server-side apply of desired objects, and the references that drift is judged by.</summary>
internal sealed class Applier(ApiClient api, References references, TimeProvider time)
{
    private const int AtOnce = 8;
    private const int HandoverAttempts = 3;
    private static readonly TimeSpan EstablishedPoll = TimeSpan.FromMilliseconds(100);
    private static readonly WriteOptions DryRun = new() { Force = true, DryRun = true, FieldValidation = "Strict" };
    private static readonly WriteOptions Write = new() { Force = true, FieldValidation = "Strict" };

    /// <summary>Asks the API server what it thinks of each object; writes nothing.</summary>
    public Task<Failure?> DryRunAsync(IEnumerable<DesiredObject> objects, CancellationToken ct) => EachAsync(objects, SendDryRunAsync, ct);

    /// <summary>Applies each object and remembers what the server made of it.</summary>
    public Task<Failure?> ApplyAsync(SyncJob job, IEnumerable<DesiredObject> objects, CancellationToken ct) =>
        EachAsync(objects, (desired, stop) => ApplyAsync(job, desired, stop), ct);

    /// <summary>Applies one object, taking closed fields away from whoever added them.</summary>
    /// <returns>What the API server stored.</returns>
    /// <exception cref="ApiException">It was refused; the reference is what it was before.</exception>
    public async Task<JsonElement> ApplyAsync(SyncJob job, DesiredObject desired, CancellationToken ct)
    {
        var ticket = references.Begin(desired.Identity);
        Reference? reference = null;
        try
        {
            var stored = await SendAsync(desired, ct);
            var region = Reference.RegionOf(desired);
            for (var i = 0; i < HandoverAttempts && ForeignFields.Handover(stored, region) is { } handover; i++)
            {
                try
                {
                    await api.JsonPatchAsync(desired.Resource, desired.Identity.Namespace, desired.Identity.Name, handover, null, ct);
                }
                catch (ApiException e) when (e.IsConflict || e.Code == System.Net.HttpStatusCode.UnprocessableEntity)
                {
                    // Somebody wrote in between, so the test of the version failed: look at what is stored now.
                }

                stored = await SendAsync(desired, ct);
            }

            reference = new(job, desired, stored, region);
            return stored;
        }
        finally
        {
            references.Complete(desired.Identity, ticket, reference);
        }
    }

    /// <summary>Waits until the API server serves the kinds that these CustomResourceDefinitions define.</summary>
    public async Task EstablishedAsync(IEnumerable<DesiredObject> objects, CancellationToken ct)
    {
        foreach (var crd in objects.Where(o => o.Identity is { Group: Stages.CrdGroup, Kind: Stages.CrdKind }))
        {
            while (await api.GetAsync(crd.Resource, null, crd.Identity.Name, ct) is not { } live || !IsEstablished(live))
                await Task.Delay(EstablishedPoll, time, ct);
        }
    }

    private static bool IsEstablished(JsonElement crd) =>
        crd.TryGetProperty("status", out var status)
        && status.TryGetProperty("conditions", out var conditions)
        && conditions.EnumerateArray().Any(c =>
            c.GetProperty("type").ValueEquals("Established") && c.GetProperty("status").ValueEquals("True"));

    private static async Task<Failure?> EachAsync(
        IEnumerable<DesiredObject> objects, Func<DesiredObject, CancellationToken, Task> action, CancellationToken ct)
    {
        var failures = new ConcurrentBag<Failure>();
        await Parallel.ForEachAsync(objects, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct }, async (desired, stop) =>
        {
            try
            {
                await action(desired, stop);
            }
            catch (ApiException e)
            {
                failures.Add(ApiFailures.Of(e, desired));
            }
        });
        return ApiFailures.Together(failures);
    }

    private Task SendDryRunAsync(DesiredObject desired, CancellationToken ct) =>
        api.ApplyAsync(desired.Resource, desired.Identity.Namespace, desired.Identity.Name, desired.Object, DryRun, ct);

    private Task<JsonElement> SendAsync(DesiredObject desired, CancellationToken ct) =>
        api.ApplyAsync(desired.Resource, desired.Identity.Namespace, desired.Identity.Name, desired.Object, Write, ct);
}
