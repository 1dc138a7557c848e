using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using GitOpsGuard.Playground.ControlPlane;

namespace GitOpsGuard.Playground.Nodes;

/// <summary>
/// All objects of one kind, kept current by a list and a watch. A watch that ends resumes where it was; a position
/// that the server no longer has leads to a new list, and objects that are not in it are gone.
/// </summary>
internal sealed class WatchedCollection(ApiClient client, string path, Action changed, TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);
    private readonly ConcurrentDictionary<string, JsonObject> _items = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource _listed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes with the first list.</summary>
    public Task Listed => _listed.Task;

    public IReadOnlyCollection<JsonObject> Items => (IReadOnlyCollection<JsonObject>)_items.Values;

    /// <summary>Keeps the collection current until cancelled. Failures of the server are waited out.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        string? position = null;
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                position ??= await ListAsync(cancellationToken);
                await foreach (var change in client.WatchAsync(path, position, cancellationToken))
                    position = Apply(change);
            }
            catch (ApiException error) when (error.Code == HttpStatusCode.Gone)
            {
                position = null;
            }
            catch (Exception error) when (error is ApiException or HttpRequestException or IOException)
            {
                await Task.Delay(Pause, time, cancellationToken);
            }
        }
    }

    private async Task<string> ListAsync(CancellationToken cancellationToken)
    {
        var list = await client.GetAsync(path, cancellationToken);
        var items = list["items"]!.AsArray().Select(item => item!.AsObject()).ToDictionary(Key, StringComparer.Ordinal);
        foreach (var gone in _items.Keys.Where(key => !items.ContainsKey(key)).ToList())
            _items.TryRemove(gone, out _);
        foreach (var (key, item) in items)
            _items[key] = item;
        _listed.TrySetResult();
        changed();
        return (string)list["metadata"]!["resourceVersion"]!;
    }

    private string Apply(JsonObject change)
    {
        var item = change["object"]!.AsObject();
        switch ((string?)change["type"])
        {
            case "BOOKMARK":
                break;
            case "ERROR":
                throw new ApiException((HttpStatusCode)((int?)item["code"] ?? 500), $"watch of {path}: {item["message"]}");
            case "DELETED":
                _items.TryRemove(Key(item), out _);
                changed();
                break;
            default:
                _items[Key(item)] = item;
                changed();
                break;
        }

        return (string)item["metadata"]!["resourceVersion"]!;
    }

    private static string Key(JsonObject item) => $"{item.Namespace()}/{item.Name()}";
}
