using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace GitOpsGuard.Kubernetes;

/// <summary>The Lease object, and since when it has looked as it does by our own clock. Not for concurrent use.</summary>
internal sealed class LeaseRecord(ApiClient client, LeaseOptions options, TimeProvider time)
{
    private static readonly WriteOptions Write = new();

    private string? _seenVersion;
    private long _seenAt;

    /// <summary>Takes the lease, or renews it.</summary>
    /// <param name="term">Number of the term to renew; null takes the lease for a new one.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>Number of the term; null where another holds the lease, or the term to renew is over.</returns>
    /// <exception cref="ApiException">Among others a conflict where another was faster.</exception>
    public async Task<int?> TryHoldAsync(int? term, CancellationToken ct)
    {
        var found = await client.GetAsync(BuiltInResources.Leases, options.Namespace, options.Name, ct);
        if (found is not { } lease) return term is null ? await CreateAsync(ct) : null;
        if (ObjectKey.ResourceVersion(lease) != _seenVersion) Note(lease);
        var spec = lease.TryGetProperty("spec", out var s) ? s : default;
        var holder = Text(spec, "holderIdentity");
        if (term is not null)
        {
            if (holder != options.Identity || Transitions(spec) != term) return null;
            Note(await PatchAsync(lease, new() { ["renewTime"] = Now() }, ct));
            return term;
        }

        if (holder.Length > 0 && holder != options.Identity && !HasExpired(spec)) return null;
        var next = Transitions(spec) + 1;
        Note(await PatchAsync(lease, Held(next), ct));
        return next;
    }

    /// <summary>Leaves the lease to whoever comes next, if it is still ours.</summary>
    public async Task ReleaseAsync(CancellationToken ct)
    {
        if (await client.GetAsync(BuiltInResources.Leases, options.Namespace, options.Name, ct) is not { } lease) return;
        if (!lease.TryGetProperty("spec", out var spec) || Text(spec, "holderIdentity") != options.Identity) return;
        var released = new JsonObject { ["holderIdentity"] = null, ["leaseDurationSeconds"] = 1, ["renewTime"] = Now() };
        await PatchAsync(lease, released, ct);
    }

    private bool HasExpired(JsonElement spec)
    {
        var duration = spec.TryGetProperty("leaseDurationSeconds", out var d) && d.TryGetInt32(out var seconds)
            ? TimeSpan.FromSeconds(seconds)
            : options.Duration;
        return time.GetElapsedTime(_seenAt) >= duration;
    }

    private void Note(JsonElement lease)
    {
        _seenVersion = ObjectKey.ResourceVersion(lease);
        _seenAt = time.GetTimestamp();
    }

    private Task<JsonElement> PatchAsync(JsonElement lease, JsonObject spec, CancellationToken ct)
    {
        // The resource version makes the server refuse the patch where somebody was faster.
        var patch = new JsonObject
        {
            ["metadata"] = new JsonObject { ["resourceVersion"] = ObjectKey.ResourceVersion(lease) },
            ["spec"] = spec,
        };
        return client.MergePatchAsync(BuiltInResources.Leases, options.Namespace, options.Name, patch, Write, ct);
    }

    private async Task<int> CreateAsync(CancellationToken ct)
    {
        var lease = new JsonObject
        {
            ["apiVersion"] = BuiltInResources.Leases.ApiVersion,
            ["kind"] = BuiltInResources.Leases.Kind,
            ["metadata"] = new JsonObject { ["name"] = options.Name, ["namespace"] = options.Namespace },
            ["spec"] = Held(0),
        };
        Note(await client.CreateAsync(BuiltInResources.Leases, options.Namespace, lease, Write, ct));
        return 0;
    }

    private JsonObject Held(int transitions) => new()
    {
        ["holderIdentity"] = options.Identity,
        ["leaseDurationSeconds"] = (int)Math.Ceiling(options.Duration.TotalSeconds),
        ["acquireTime"] = Now(),
        ["renewTime"] = Now(),
        ["leaseTransitions"] = transitions,
    };

    private static int Transitions(JsonElement spec) =>
        spec.ValueKind == JsonValueKind.Object && spec.TryGetProperty("leaseTransitions", out var t) && t.TryGetInt32(out var n) ? n : 0;

    private string Now() => time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    private static string Text(JsonElement obj, string name) =>
        obj.ValueKind == JsonValueKind.Object && obj.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";
}
