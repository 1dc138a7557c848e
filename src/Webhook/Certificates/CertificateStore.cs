using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using GitOpsGuard.Core;
using GitOpsGuard.Kubernetes;

namespace GitOpsGuard.Webhook.Certificates;

/// <summary>
/// Keeps authority, leaf and endpoint path in the Secret <see cref="Names.WebhookCertificateSecret"/>, so that all replicas
/// agree: each follows it by a watch, and whichever is first takes the next step of <see cref="CertificateRotation"/>.
/// </summary>
internal sealed class CertificateStore(ApiClient client, WebhookSettings settings, TimeProvider time, ILogger<CertificateStore> logger) : IDisposable
{
    private const int Attempts = 5;
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);
    private static readonly WriteOptions Writing = new() { FieldManager = "gitopsguard-webhook" };

    private readonly CertificateRotation _rotation = new(settings.CertificateOverlap);
    private readonly OwnIssuer _own = new(Hosts(settings));
    private readonly SemaphoreSlim _wake = new(0);
    private readonly SemaphoreSlim _oneAtATime = new(1, 1);
    private volatile ServingIdentity? _current;
    private TimeSpan _next = Interval;

    /// <summary>Told after <see cref="Current"/> has changed.</summary>
    internal Action? Changed { get; set; }

    /// <summary>What the API server was last told to trust.</summary>
    internal string Published { get; set; } = "";

    /// <summary>What is served now.</summary>
    /// <exception cref="InvalidOperationException">Nothing has been loaded yet.</exception>
    internal ServingIdentity Current => _current ?? throw new InvalidOperationException("The certificate has not been loaded.");

    /// <summary>Reads the Secret and takes the next step where one is due; waits for a first certificate that another issues.</summary>
    internal async Task LoadAsync(CancellationToken ct)
    {
        while (true)
        {
            try
            {
                await LoadNowAsync(ct);
                return;
            }
            catch (CryptographicException e) when (_current is null)
            {
                WebhookLog.CertificateFailed(logger, e.Message);
                await Task.Delay(RetryDelay, time, ct);
            }
        }
    }

    /// <summary>Follows the Secret, and rotates in time, until cancelled.</summary>
    internal async Task RunAsync(CancellationToken ct)
    {
        var informing = Task.WhenAll(FollowAsync(Names.WebhookCertificateSecret, ct), settings.IssuedSecret.Length == 0 ? Task.CompletedTask : FollowAsync(settings.IssuedSecret, ct));
        while (!ct.IsCancellationRequested)
        {
            using var due = new CancellationTokenSource(_next, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(due.Token, ct);
            await _wake.WaitAsync(either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!ct.IsCancellationRequested) await RefreshAsync(ct);
        }

        await informing;
    }

    /// <summary>Reads the Secret again, as <see cref="LoadAsync"/> does, unless it cannot be read now: then soon.</summary>
    internal async Task RefreshAsync(CancellationToken ct)
    {
        try
        {
            await LoadNowAsync(ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The process ends.
        }
        catch (Exception e) when (e is ApiException or CryptographicException)
        {
            _next = RetryDelay;
            WebhookLog.CertificateFailed(logger, e.Message);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _wake.Dispose();
        _oneAtATime.Dispose();
    }

    private static string[] Hosts(WebhookSettings settings) =>
    [
        $"{Names.WebhookService}.{settings.Namespace}.svc",
        $"{Names.WebhookService}.{settings.Namespace}.svc.cluster.local",
        "localhost",
        "127.0.0.1",
        .. settings.Url is { } url ? new[] { url.Host.Trim('[', ']') } : [],
    ];

    private async Task LoadNowAsync(CancellationToken ct)
    {
        await _oneAtATime.WaitAsync(ct);
        try
        {
            Take(await ReadOrStepAgainAsync(ct));
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    private async Task<CertificateMaterial> ReadOrStepAgainAsync(CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await ReadOrStepAsync(ct);
            }
            catch (ApiException e) when ((e.IsConflict || e.IsAlreadyExists) && attempt < Attempts)
            {
                // Another replica was quicker; what it wrote is read in the next round.
            }
        }
    }

    private Task FollowAsync(string secret, CancellationToken ct)
    {
        var informer = new Informer(
            client,
            new() { Resource = BuiltInResources.Secrets, Namespace = settings.Namespace, FieldSelector = $"metadata.name={secret}", Keep = Caches.CacheTrim.Identity },
            time,
            logger);
        informer.Changed += _ => _wake.Release();
        return informer.RunAsync(ct);
    }

    private void Take(CertificateMaterial material)
    {
        _next = _rotation.Due(material, time.GetUtcNow()) is not { } due ? Interval : due > TimeSpan.Zero ? due : RetryDelay;
        var identity = new ServingIdentity(material.Leaf, material.Trusted, material.Path, material.NextPath, material.FormerPath);
        if (_current is { } known && known.IsSame(identity)) return;
        _current = identity;
        Changed?.Invoke();
    }

    private async Task<CertificateMaterial> ReadOrStepAsync(CancellationToken ct)
    {
        var secret = await client.GetAsync(BuiltInResources.Secrets, settings.Namespace, Names.WebhookCertificateSecret, ct);
        var material = secret is { } found ? CertificateMaterial.Read(found) : null;
        if (await IssuerAsync(isNeeded: material is null, ct) is not { } issuer) return material!;
        var step = _rotation.Step(issuer, material, secret is { } wished ? CertificateMaterial.Wish(wished) : "", Published, time.GetUtcNow());
        if (step is null) return material!;
        await WriteAsync(secret, step, ct);
        WebhookLog.CertificateStepped(logger, step.Leaf.NotAfter, step.Next is not null, step.Former.Length > 0);
        return step;
    }

    /// <summary>Who issues; null where another should and has nothing usable, so that what there is serves on.</summary>
    /// <exception cref="CryptographicException">Nothing usable is issued although it is needed.</exception>
    private async Task<ICertificateIssuer?> IssuerAsync(bool isNeeded, CancellationToken ct)
    {
        if (settings.IssuedSecret.Length == 0) return _own;
        try
        {
            var issued = await client.GetAsync(BuiltInResources.Secrets, settings.Namespace, settings.IssuedSecret, ct);
            return IssuedCertificate.Read(issued, settings.Namespace, settings.IssuedSecret, Hosts(settings)[0]);
        }
        catch (CryptographicException e) when (!isNeeded)
        {
            WebhookLog.CertificateFailed(logger, e.Message);
            return null;
        }
    }

    private async Task WriteAsync(JsonElement? secret, CertificateMaterial material, CancellationToken ct)
    {
        if (secret is { } existing)
        {
            var patch = new JsonObject
            {
                ["metadata"] = new JsonObject { ["resourceVersion"] = Json.TextAt(existing, "metadata", "resourceVersion") },
                ["data"] = material.ToData(),
            };
            await client.MergePatchAsync(BuiltInResources.Secrets, settings.Namespace, Names.WebhookCertificateSecret, patch, Writing, ct);
            return;
        }

        var data = material.ToData();
        foreach (var name in data.Where(member => member.Value is null).Select(member => member.Key).ToArray()) data.Remove(name);
        var created = new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Secret",
            ["metadata"] = new JsonObject { ["name"] = Names.WebhookCertificateSecret, ["namespace"] = settings.Namespace },
            ["type"] = "Opaque",
            ["data"] = data,
        };
        await client.CreateAsync(BuiltInResources.Secrets, settings.Namespace, created, Writing, ct);
    }
}
