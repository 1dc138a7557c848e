using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using GitOpsGuard.Core;
using GitOpsGuard.Core.Admission;
using GitOpsGuard.Kubernetes;
using GitOpsGuard.Kubernetes.Kinds;
using GitOpsGuard.Reconciler.Outcomes;

namespace GitOpsGuard.Reconciler.Engine;

/// <summary>
/// With whose token a GitSync's objects are written: the reconciler's own, or one of <c>spec.serviceAccountName</c> that is
/// requested here and entered into the ledger, by which the guard knows it, before it is used.
/// </summary>
internal sealed class TenantClients(ApiClient api, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(15);

    private readonly ConcurrentDictionary<SyncKey, Token> _tokens = new();
    private readonly SemaphoreSlim _gate = new(1);

    /// <summary>The client that writes for a GitSync.</summary>
    /// <param name="sync">The GitSync.</param>
    /// <param name="account">Name of its account; null for the reconciler's own rights.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="ApiException">No token could be had.</exception>
    public async Task<ApiClient> OfAsync(SyncKey sync, string? account, CancellationToken ct)
    {
        if (string.IsNullOrEmpty(account)) return api;
        if (Fresh(sync, account) is { } known) return known;
        await _gate.WaitAsync(ct);
        try
        {
            return Fresh(sync, account) ?? (await RenewAsync(sync, account, ct)).Client;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Sees to it that there is a token.</summary>
    /// <returns>Why there is none.</returns>
    public async Task<Failure?> CheckAsync(SyncKey sync, string? account, CancellationToken ct)
    {
        try
        {
            await OfAsync(sync, account, ct);
            return null;
        }
        catch (ApiException e) when (e.Code == HttpStatusCode.NotFound)
        {
            return new Failure.Waiting(
                Reasons.ReconciliationFailed, $"ServiceAccount {account}, which spec.serviceAccountName names, does not exist in namespace {sync.Namespace}", LookAgain);
        }
        catch (ApiException e)
        {
            return ApiFailures.Of(e, $"there is no token for ServiceAccount {account}, which spec.serviceAccountName names");
        }
    }

    /// <summary>Has the next write ask for another token, since this one is refused.</summary>
    public void Forget(SyncKey sync) => _tokens.TryRemove(sync, out _);

    /// <summary>Takes a GitSync that has ended out of the ledger.</summary>
    public async Task EndAsync(SyncKey sync, string? account, CancellationToken ct)
    {
        Forget(sync);
        if (!string.IsNullOrEmpty(account)) await EnterAsync(TenantLedger.KeyOf(sync.Namespace, sync.Name), null, ct);
    }

    /// <inheritdoc/>
    public void Dispose() => _gate.Dispose();

    private ApiClient? Fresh(SyncKey sync, string account) =>
        _tokens.TryGetValue(sync, out var token) && token.Account == account && time.GetUtcNow() < token.RenewAt ? token.Client : null;

    private async Task<Token> RenewAsync(SyncKey sync, string account, CancellationToken ct)
    {
        var request = new JsonObject
        {
            ["apiVersion"] = "authentication.k8s.io/v1",
            ["kind"] = "TokenRequest",
            ["spec"] = new JsonObject { ["expirationSeconds"] = (int)Lifetime.TotalSeconds },
        };
        var answer = await api.CreateAsync(BuiltInResources.ServiceAccounts, sync.Namespace, request, null, ct, account, "token");
        var text = Json.TextAt(answer, "status", "token");
        var now = time.GetUtcNow();
        var expires = Json.TimeAt(answer, "status", "expirationTimestamp") ?? now + Lifetime;
        var digest = TenantLedger.DigestOf(IdOf(text));
        var before = _tokens.GetValueOrDefault(sync);
        // Writes under way with the token before still come in.
        var digests = before is not null && before.Account == account ? (string[])[digest, before.Digest] : [digest];
        var entry = TenantLedger.Write(new(sync.Namespace, sync.Name, $"{sync.Namespace}/{account}"), digests);
        await EnterAsync(TenantLedger.KeyOf(sync.Namespace, sync.Name), entry, ct);
        return _tokens[sync] = new(account, digest, now + ((expires - now) / 2), api.WithToken(text));
    }

    private async Task EnterAsync(string key, string? entry, CancellationToken ct)
    {
        var data = new JsonObject { ["data"] = new JsonObject { [key] = entry } };
        try
        {
            await api.MergePatchAsync(BuiltInResources.ConfigMaps, Names.Namespace, Names.TenantLedger, data, null, ct);
        }
        catch (ApiException e) when (e.Code == HttpStatusCode.NotFound)
        {
            if (entry is null) return;
            data["apiVersion"] = "v1";
            data["kind"] = "ConfigMap";
            data["metadata"] = new JsonObject { ["name"] = Names.TenantLedger, ["namespace"] = Names.Namespace };
            await api.CreateAsync(BuiltInResources.ConfigMaps, Names.Namespace, data, null, ct);
        }
    }

    /// <summary>The <c>jti</c> of a token, which the guard sees as its credential's id.</summary>
    private static string IdOf(string token)
    {
        if (token.Split('.') is not [_, var payload, _]) throw new ApiException("InvalidToken", "the API server gave a token that is none");
        return Json.Text(JsonElement.Parse(Base64Url.DecodeFromChars(payload)), "jti");
    }

    private sealed record Token(string Account, string Digest, DateTimeOffset RenewAt, ApiClient Client);
}
