using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using GitOpsGuard.Core;
using GitOpsGuard.Core.Admission;
using GitOpsGuard.Kubernetes;
using GitOpsGuard.Kubernetes.Kinds;

namespace GitOpsGuard.Webhook.Recording;

/// <summary>Keeps denied changes as ChangeRequests, after the answer. Failing to record never changes a verdict.</summary>
internal sealed class ChangeRecorder(ApiClient client, string guardNamespace, TimeProvider time, ILogger<ChangeRecorder> logger)
{
    private const int LongestQueue = 1000;
    private static readonly WriteOptions Writing = new() { FieldManager = "gitopsguard-webhook" };

    private readonly Channel<Entry> _queue = Channel.CreateBounded<Entry>(LongestQueue);
    private readonly RecordingBudget _budget = new(time);
    private long _dropped;

    /// <summary>Is told the <c>namespace/name</c> of a BreakGlass once a change under it has been recorded.</summary>
    internal Action<string> RecordedUnder { get; set; } = _ => { };

    /// <summary>Changes that were not recorded: too many of one user, or a full queue.</summary>
    internal long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Takes note of a change, by copy: the review may be gone when it is recorded.</summary>
    /// <returns>Whether it is, or will be, recorded; the answer must not name it otherwise.</returns>
    internal bool Offer(ChangeDraft draft)
    {
        switch (_budget.Take(draft.User, draft.Id, isBounded: draft.BreakGlass is null))
        {
            case RecordingBudget.Answer.Known: return true;
            case RecordingBudget.Answer.Granted when _queue.Writer.TryWrite(ToEntry(draft)): return true;
            default:
                Interlocked.Increment(ref _dropped);
                return false;
        }
    }

    /// <summary>Writes what was offered until cancelled.</summary>
    internal async Task RunAsync(CancellationToken ct)
    {
        await foreach (var entry in _queue.Reader.ReadAllAsync(ct)) await WriteAsync(entry, ct);
    }

    private async Task WriteAsync(Entry entry, CancellationToken ct)
    {
        try
        {
            await client.CreateAsync(OwnResources.ChangeRequests, entry.Namespace, entry.Object, Writing, ct);
            WebhookLog.Recorded(logger, entry.Namespace, entry.Name);
            if (entry.BreakGlass is { } glass) RecordedUnder(glass);
        }
        catch (ApiException e) when (e.IsAlreadyExists)
        {
            // The same change was denied before, perhaps by another replica.
        }
        catch (ApiException e)
        {
            _budget.Forget(entry.Name);
            WebhookLog.NotRecorded(logger, entry.Namespace, entry.Name, e.Message);
        }
    }

    private Entry ToEntry(ChangeDraft draft)
    {
        var ns = draft.Identity.Namespace.Length > 0 ? draft.Identity.Namespace : guardNamespace;
        var spec = JsonSerializer.SerializeToNode(
            new KindObject<ChangeRequestSpec, ChangeRequestStatus> { Spec = ToSpec(draft) }, KindsJson.Default.ChangeRequest)!["spec"]!.DeepClone();
        var metadata = new JsonObject { ["name"] = draft.Id, ["namespace"] = ns };
        if (draft.BreakGlass is { } glass) metadata["labels"] = new JsonObject { [Names.BreakGlassLabel] = glass.Label };
        return new(ns, draft.Id, draft.BreakGlass?.Key, new()
        {
            ["apiVersion"] = Names.ApiVersion,
            ["kind"] = "ChangeRequest",
            ["metadata"] = metadata,
            ["spec"] = spec,
        });
    }

    private static ChangeRequestSpec ToSpec(ChangeDraft draft) => new()
    {
        User = draft.User,
        Client = draft.Client.Length > 0 ? draft.Client : null,
        Operation = draft.Operation.ToString().ToUpperInvariant(),
        Object = new()
        {
            ApiVersion = draft.ApiVersion,
            Kind = draft.Identity.Kind,
            Namespace = draft.Identity.Namespace.Length > 0 ? draft.Identity.Namespace : null,
            Name = draft.Identity.Name,
        },
        Source = draft.Declared is { } declared ? ToAddress(declared) : null,
        BreakGlass = draft.BreakGlass?.Key,
        Changes = [.. draft.Changes.Select(change => new FieldChange { Path = change.Path.ToString(), From = change.Before, To = change.After })],
    };

    private static SourceAddress ToAddress(Declaration declared) => new()
    {
        SyncNamespace = declared.Source.SyncNamespace,
        SyncName = declared.Source.SyncName,
        Repository = declared.Source.Repository,
        Revision = declared.Source.Revision,
        File = declared.File,
        Document = declared.Document,
        Line = declared.Line,
    };

    private sealed record Entry(string Namespace, string Name, string? BreakGlass, JsonObject Object);
}
