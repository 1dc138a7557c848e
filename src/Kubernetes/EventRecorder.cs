using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using GitOpsGuard.Kubernetes.Transport;
using Microsoft.Extensions.Logging;

namespace GitOpsGuard.Kubernetes;

/// <summary>
/// Writes events that <c>kubectl describe</c> shows. The same event again within ten minutes raises the count of the one that
/// exists. After ten events that differ in their message alone, further ones are combined into one with the latest message. Of
/// each object 25 are written at once and one more every five minutes; what is held back is counted, and told by the next write.
/// </summary>
/// <remarks>
/// What looks like a credential is taken out of messages; values of Secrets must not be in them. An event that cannot be written
/// is logged, never thrown. Safe for concurrent use.
/// </remarks>
public sealed class EventRecorder(ApiClient client, string component, TimeProvider time, ILogger logger)
{
    private const int LongestMessage = 1024;

    private readonly EventMemory _memory = new(time);

    /// <summary>Records an event about an object.</summary>
    public Task RecordAsync(JsonElement about, string reason, string message, EventType type, CancellationToken ct) =>
        RecordAsync(ObjectReference.Of(about), reason, message, type, ct);

    /// <summary>Records an event about an object.</summary>
    public async Task RecordAsync(ObjectReference about, string reason, string message, EventType type, CancellationToken ct)
    {
        var same = _memory.Note(new(about with { ResourceVersion = null }, reason, type), Shortened(Redaction.Clean(message)));
        if (same is null) return;
        await same.Gate.WaitAsync(ct);
        try
        {
            if (same.Name is null || !await CountAsync(about, same, ct)) await CreateAsync(about, same, ct);
        }
        catch (ApiException e)
        {
            EventLog.NotRecorded(logger, reason, about.Kind, about.Name, e.Message);
        }
        finally
        {
            same.Gate.Release();
        }
    }

    private async Task CreateAsync(ObjectReference about, RecordedEvent same, CancellationToken ct)
    {
        var name = NewName(about);
        await client.CreateAsync(BuiltInResources.Events, NamespaceOf(about), Describe(about, same, name), new WriteOptions(), ct);
        same.Name = name;
    }

    /// <returns>False where the event has expired meanwhile.</returns>
    private async Task<bool> CountAsync(ObjectReference about, RecordedEvent same, CancellationToken ct)
    {
        var patch = new JsonObject
        {
            ["count"] = same.Count,
            ["lastTimestamp"] = Text(same.LastSeen),
            ["message"] = Shortened(same.Message),
        };
        try
        {
            await client.MergePatchAsync(BuiltInResources.Events, NamespaceOf(about), same.Name!, patch, new WriteOptions(), ct);
            return true;
        }
        catch (ApiException e) when (e.Code == HttpStatusCode.NotFound)
        {
            same.Count = 1;
            return false;
        }
    }

    private JsonObject Describe(ObjectReference about, RecordedEvent same, string name) => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "Event",
        ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = NamespaceOf(about) },
        ["involvedObject"] = new JsonObject
        {
            ["apiVersion"] = about.ApiVersion,
            ["kind"] = about.Kind,
            ["namespace"] = about.Namespace,
            ["name"] = about.Name,
            ["uid"] = about.Uid,
            ["resourceVersion"] = about.ResourceVersion,
        },
        ["type"] = same.Key.Type.ToString(),
        ["reason"] = same.Key.Reason,
        ["message"] = Shortened(same.Message),
        ["source"] = new JsonObject { ["component"] = component },
        ["reportingComponent"] = component,
        ["firstTimestamp"] = Text(same.Count == 1 ? same.LastSeen : same.FirstSeen),
        ["lastTimestamp"] = Text(same.LastSeen),
        ["count"] = same.Count,
    };

    /// <summary>Events about cluster-scoped objects lie in <c>default</c>, where kubectl looks for them.</summary>
    private static string NamespaceOf(ObjectReference about) => about.Namespace ?? "default";

    private string NewName(ObjectReference about)
    {
        var unique = string.Create(CultureInfo.InvariantCulture, $"{time.GetUtcNow().UtcTicks:x}{Guid.NewGuid().ToString("N")[..4]}");
        var longest = 252 - unique.Length;
        return $"{(about.Name.Length > longest ? about.Name[..longest].TrimEnd('.', '-') : about.Name)}.{unique}";
    }

    private static string Shortened(string message) =>
        message.Length > LongestMessage ? message[..(LongestMessage - 1)] + "…" : message;

    private static string Text(DateTimeOffset time) => Kinds.KubernetesTimeConverter.Format(time);
}
