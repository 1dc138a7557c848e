using System.Text.Json;
using System.Text.Json.Nodes;
using GitOpsGuard.Core;
using GitOpsGuard.Core.Closed;
using GitOpsGuard.Core.Fields;
using GitOpsGuard.Kubernetes;
using GitOpsGuard.Webhook.Caches;
using GitOpsGuard.Webhook.Certificates;

namespace GitOpsGuard.Webhook.Registration;

/// <summary>
/// Writes the guard's ValidatingWebhookConfiguration and keeps it right: what is deleted or changed by others, or outdated by
/// what Git declares, is written again at once.
/// </summary>
internal sealed class Watchdog : IDisposable
{
    private const string Manager = "gitopsguard-webhook";
    private static readonly Resource Configurations = BuiltInResources.ValidatingWebhookConfigurations;
    private static readonly WriteOptions Writing = new() { FieldManager = Manager };
    private static readonly TimeSpan Settle = TimeSpan.FromMilliseconds(50);

    /// <summary>How long what another replica wrote stays: it may have heard of something that this one is about to hear of.</summary>
    private static readonly TimeSpan Lag = TimeSpan.FromMilliseconds(200);

    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LookAgain = TimeSpan.FromMinutes(1);
    private static readonly HashSet<string> Nothing = [];

    private readonly ApiClient _client;
    private readonly ClusterView _view;
    private readonly CertificateStore _certificates;
    private readonly WebhookSettings _settings;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Informer _informer;
    private readonly Discovery _discovery;
    private readonly EventRecorder _events;
    private readonly SemaphoreSlim _wake = new(0);
    private string _written = "";
    private long _restored;
    private volatile bool _leaving;

    internal Watchdog(
        ApiClient client, ClusterView view, CertificateStore certificates, WebhookSettings settings, TimeProvider time, ILoggerFactory loggers)
    {
        (_client, _view, _certificates, _settings, _time) = (client, view, certificates, settings, time);
        _logger = loggers.CreateLogger<Watchdog>();
        _discovery = new(client, time);
        _events = new(client, Manager, time, loggers.CreateLogger<EventRecorder>());
        _informer = new(
            client,
            new() { Resource = Configurations, FieldSelector = $"metadata.name={Names.WebhookConfiguration}" },
            time,
            loggers.CreateLogger<Informer>());
        _informer.Changed += _ => _wake.Release();
        certificates.Changed = () => _wake.Release();
    }

    /// <summary>How often something that others did to the configuration was undone.</summary>
    internal long Restored => Interlocked.Read(ref _restored);

    /// <summary>Whether the configuration has been written, or found right, at least once.</summary>
    internal bool Registered { get; private set; }

    /// <summary>Writes nothing from now on: a replica that ends leaves the configuration to those that stay, which may want another.</summary>
    internal void Leave() => _leaving = true;

    /// <inheritdoc/>
    public void Dispose()
    {
        _discovery.Dispose();
        _wake.Dispose();
    }

    /// <summary>Keeps the configuration right until cancelled. The caches must have synced.</summary>
    internal async Task RunAsync(CancellationToken ct)
    {
        var informing = _informer.RunAsync(ct);
        var following = FollowAsync(ct);
        await _informer.WaitForSyncAsync(ct);
        while (!ct.IsCancellationRequested)
        {
            var failed = !_leaving && await TryKeepAsync(ct);
            await WaitAsync(failed ? RetryDelay : LookAgain, ct);
        }

        await Task.WhenAll(informing, following);
    }

    private async Task FollowAsync(CancellationToken ct)
    {
        var change = _view.NextChange;
        while (!ct.IsCancellationRequested)
        {
            await change.WaitAsync(ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await Task.Delay(Settle, _time, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            change = _view.NextChange;
            _wake.Release();
        }
    }

    private async Task WaitAsync(TimeSpan longest, CancellationToken ct)
    {
        using var deadline = new CancellationTokenSource(longest, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, ct);
        try
        {
            await _wake.WaitAsync(either.Token);
            while (_wake.Wait(0, CancellationToken.None))
            {
                // Several wishes are one.
            }
        }
        catch (OperationCanceledException)
        {
            // Time to look again, or the end.
        }
    }

    /// <returns>Whether it failed, so that it must be tried again soon.</returns>
    private async Task<bool> TryKeepAsync(CancellationToken ct)
    {
        try
        {
            await KeepAsync(ct);
            return false;
        }
        catch (ApiException e)
        {
            WebhookLog.NotRegistered(_logger, Names.WebhookConfiguration, e.Message);
            return true;
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            return false;
        }
    }

    private async Task KeepAsync(CancellationToken ct, bool hasWaited = false)
    {
        var identity = _certificates.Current;
        var webhooks = new DesiredConfiguration(_view.Snapshot, identity, _settings, await DeclaredKindsAsync(ct)).Webhooks();
        var desired = webhooks.ToJsonString();
        var live = _informer.Get(null, Names.WebhookConfiguration);
        if (live is { } found && Same(found, desired))
        {
            (_written, Registered, _certificates.Published) = (desired, true, identity.Authority);
            return;
        }

        // Another replica may have changed the certificates, of which the watch has not told yet: what it published must stay.
        await _certificates.RefreshAsync(ct);
        if (!ReferenceEquals(identity, _certificates.Current))
        {
            await KeepAsync(ct, hasWaited);
            return;
        }

        if (!hasWaited && live is { } other && IsByAnotherReplica(other))
        {
            await Task.Delay(Lag, _time, ct);
            await KeepAsync(ct, hasWaited: true);
            return;
        }

        if (await _client.GetAsync(BuiltInResources.ConfigMaps, _settings.Namespace, Names.UninstallMark, ct) is not null)
        {
            WebhookLog.Unregistered(_logger, Names.WebhookConfiguration, Names.UninstallMark);
            return;
        }

        if (live is null) await CreateAsync(webhooks, ct);
        else await _client.MergePatchAsync(Configurations, null, Names.WebhookConfiguration, new() { ["webhooks"] = webhooks }, Writing, ct);
        if (_written == desired) await BlameAsync(live, ct);
        else WebhookLog.Registered(_logger, Names.WebhookConfiguration, string.Join(", ", webhooks.Select(webhook => (string?)webhook!["name"])));
        (_written, Registered, _certificates.Published) = (desired, true, identity.Authority);
    }

    private async Task CreateAsync(JsonArray webhooks, CancellationToken ct)
    {
        try
        {
            await _client.CreateAsync(Configurations, null, new()
            {
                ["apiVersion"] = Configurations.ApiVersion,
                ["kind"] = Configurations.Kind,
                ["metadata"] = new JsonObject { ["name"] = Names.WebhookConfiguration },
                ["webhooks"] = webhooks,
            }, Writing, ct);
        }
        catch (ApiException e) when (e.IsAlreadyExists)
        {
            // Another replica was quicker; the watch tells when its object is seen.
        }
    }

    private async Task<IReadOnlyList<(string Group, string Plural)>> DeclaredKindsAsync(CancellationToken ct)
    {
        var kinds = new SortedSet<(string Group, string Plural)>();
        foreach (var (group, kind) in _view.Snapshot.Inventory.Kinds)
        {
            if (await _discovery.FindByGroupKindAsync(group, kind, ct) is { } resource) kinds.Add((group, resource.Plural));
        }

        return [.. kinds];
    }

    /// <summary>Whether the last to write, by their own account, was a replica of the guard, and not this one.</summary>
    private bool IsByAnotherReplica(JsonElement live) => _written.Length > 0 && LastWriter(live)?.Manager == Manager && !Same(live, _written);

    /// <summary>Who wrote last; times are of whole seconds, so a stranger counts before a replica that wrote in the same one.</summary>
    private static ManagedFieldsEntry? LastWriter(JsonElement live) => ManagedFieldsReader.Read(live)
        .OrderByDescending(entry => entry.Time, StringComparer.Ordinal)
        .ThenBy(entry => entry.Manager == Manager)
        .FirstOrDefault();

    private async Task BlameAsync(JsonElement? live, CancellationToken ct)
    {
        Interlocked.Increment(ref _restored);
        var last = live is { } found ? LastWriter(found) : null;
        var what = live is null ? "deleted" : "changed";
        var by = last switch
        {
            null => "an unknown client",
            { Manager: Manager } => $"another replica, or somebody under its name, at {last.Time}",
            _ => $"{last.Manager} at {last.Time}",
        };
        WebhookLog.Restored(_logger, Names.WebhookConfiguration, what, by);
        await _events.RecordAsync(
            new ObjectReference(Configurations.ApiVersion, Configurations.Kind, null, Names.WebhookConfiguration, null),
            "RegistrationRestored",
            $"{Names.WebhookConfiguration} was {what} by {by} and restored",
            EventType.Warning,
            ct);
    }

    private static bool Same(JsonElement live, string desired)
    {
        var region = ClosedRegion.For(
            new(Configurations.Group, Configurations.Kind, "", Names.WebhookConfiguration), Configurations.ApiVersion, Nothing, Nothing, []);
        var wanted = JsonElement.Parse($$"""{"webhooks":{{desired}}}""");
        var found = JsonElement.Parse($$"""{"webhooks":{{Json.Member(live, "webhooks") switch { { ValueKind: JsonValueKind.Array } list => list.GetRawText(), _ => "[]" }}}}""");
        return ClosedComparison.Differences(wanted, found, region).Count == 0;
    }
}
