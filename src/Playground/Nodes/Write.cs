using GitOpsGuard.Kubernetes;

namespace GitOpsGuard.Playground.Nodes;

/// <summary>One write that a part of the simulator wants, decided from a <see cref="ClusterView"/>.</summary>
/// <param name="Verb">What is done.</param>
/// <param name="Kind">The kind of <paramref name="Item"/>.</param>
/// <param name="Item">The object to create, the merge patch with the name of its object, or the object to delete.</param>
/// <param name="Subresource">The part of the object that is written; null is the object.</param>
/// <param name="GraceSeconds">How long a deleted object may go on; null is as long as it says itself.</param>
internal sealed record Write(WriteVerb Verb, Resource Kind, JsonObject Item, string? Subresource = null, int? GraceSeconds = null)
{
    private static readonly WriteOptions AsPlayground = new() { FieldManager = "playground", Force = true };

    /// <summary>Makes it with one identity. That somebody was quicker, or the object has gone, is fine.</summary>
    public async Task MakeAsync(ApiClient client, Action<string> log, CancellationToken ct)
    {
        try
        {
            await SendAsync(client, ct);
        }
        catch (ApiException error) when (error.Code is HttpStatusCode.Conflict or HttpStatusCode.NotFound)
        {
            // The next change is decided on what is there then.
        }
        catch (ApiException error)
        {
            log($"{Verb} {Kind.Plural} {Item.Namespace()}/{Item.Name()}: {error.Message}");
        }
    }

    /// <summary>Makes it, whatever is there.</summary>
    public Task SendAsync(ApiClient client, CancellationToken ct) => Verb switch
    {
        WriteVerb.Create => client.CreateAsync(
            Kind, Item.Namespace(), Item, null, ct, Subresource is null ? null : Item.Name(), Subresource),
        WriteVerb.Apply => client.ApplyAsync(Kind, Item.Namespace(), Item.Name(), Item, AsPlayground, ct, Subresource),
        WriteVerb.Merge => client.MergePatchAsync(Kind, Item.Namespace(), Item.Name(), Item, null, ct, Subresource),
        _ => client.DeleteAsync(
            Kind, Item.Namespace(), Item.Name(), new DeleteOptions { Uid = Item.Uid(), GracePeriodSeconds = GraceSeconds }, ct),
    };
}

/// <summary>What a <see cref="Write"/> does.</summary>
internal enum WriteVerb { Create, Apply, Merge, Delete }
