using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using GitOpsGuard.Core;
using GitOpsGuard.Core.Closed;
using GitOpsGuard.Kubernetes;
using GitOpsGuard.Kubernetes.Kinds;
using GitOpsGuard.Reconciler.Drift;
using GitOpsGuard.Reconciler.Outcomes;

namespace GitOpsGuard.Reconciler.Engine;

/// <summary>Server-side apply of desired objects, and the references that drift is judged by.</summary>
internal sealed class Applier(
    ApiClient api, TenantClients tenants, References references, ManagedWatches watches, Concessions concessions, ExpectedObjects expectations, TimeProvider time)
{
    private const int AtOnce = 8;
    private const int RemovalAttempts = 3;
    private static readonly TimeSpan EstablishedPoll = TimeSpan.FromMilliseconds(100);
    private static readonly WriteOptions DryRun = new() { Force = true, DryRun = true, FieldValidation = "Strict" };
    private static readonly WriteOptions Write = new() { Force = true, FieldValidation = "Strict" };

    /// <summary>Asks the API server what it thinks of each object; writes nothing.</summary>
    public Task<Failure?> DryRunAsync(SyncJob job, IEnumerable<DesiredObject> objects, CancellationToken ct) =>
        EachAsync(job, objects, (desired, stop) => SendDryRunAsync(job, desired, stop), ct);

    /// <summary>Applies each object and remembers what the server made of it.</summary>
    public Task<Failure?> ApplyAsync(SyncJob job, IEnumerable<DesiredObject> objects, CancellationToken ct) =>
        EachAsync(job, objects, (desired, stop) => ApplyAsync(job, desired, stop), ct);

    /// <summary>Applies one object and removes closed fields that others added.</summary>
    /// <returns>What it is compared with from now on.</returns>
    /// <exception cref="ApiException">It was refused; the reference is what it was before.</exception>
    public async Task<Reference> ApplyAsync(SyncJob job, DesiredObject desired, CancellationToken ct)
    {
        var ticket = references.Begin(desired.Identity);
        Reference? reference = null;
        try
        {
            var stored = await SendAsync(job, desired, ct);
            var expected = await expectations.OfAsync(desired, stored, ct);
            var left = concessions.Differences(desired, expected, stored);
            for (var i = 0; i < RemovalAttempts && Surplus.Removal(desired.Object, stored, left) is { } removal; i++)
            {
                var removed = await RemoveAsync(job, desired, removal, ct);
                stored = removed ?? await SendAsync(job, desired, ct);
                var before = left;
                left = concessions.Differences(desired, expected, stored);
                if (removed is not null && left.Count == before.Count && left.Zip(before).All(pair => Reference.AreSame(pair.First, pair.Second))) break;
            }

            return reference = Reference.Of(job, desired, expected, stored, left);
        }
        finally
        {
            references.Complete(desired.Identity, ticket, reference);
        }
    }

    /// <summary>Removes fields; null where somebody wrote in between, or where the server does not do without them.</summary>
    private async Task<JsonElement?> RemoveAsync(SyncJob job, DesiredObject desired, JsonArray removal, CancellationToken ct)
    {
        try
        {
            var writer = await tenants.OfAsync(job.Key, job.Account, ct);
            return await writer.JsonPatchAsync(desired.Resource, desired.Identity.Namespace, desired.Identity.Name, removal, null, ct);
        }
        catch (ApiException e) when (e.IsConflict || e.Code == HttpStatusCode.UnprocessableEntity)
        {
            return null;
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

    private static bool IsEstablished(JsonElement crd) => Json.Items(Json.At(crd, "status", "conditions"))
        .Any(condition => Json.Is(condition, "type", "Established") && Json.Is(condition, "status", "True"));

    private async Task<Failure?> EachAsync(
        SyncJob job, IEnumerable<DesiredObject> objects, Func<DesiredObject, CancellationToken, Task> action, CancellationToken ct)
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
                if (e.Code == HttpStatusCode.Unauthorized) tenants.Forget(job.Key);
                failures.Add(ApiFailures.Of(e, desired));
            }
        });
        return ApiFailures.Together(failures);
    }

    private async Task SendDryRunAsync(SyncJob job, DesiredObject desired, CancellationToken ct) =>
        await (await tenants.OfAsync(job.Key, job.Account, ct)).ApplyAsync(desired.Resource, desired.Identity.Namespace, desired.Identity.Name, desired.Object, DryRun, ct);

    private async Task<JsonElement> SendAsync(SyncJob job, DesiredObject desired, CancellationToken ct)
    {
        var sent = watches.Live(desired.Resource, desired.Identity) is { } live ? concessions.Sent(desired, live) : desired.Object;
        return await (await tenants.OfAsync(job.Key, job.Account, ct)).ApplyAsync(desired.Resource, desired.Identity.Namespace, desired.Identity.Name, sent, Write, ct);
    }
}
