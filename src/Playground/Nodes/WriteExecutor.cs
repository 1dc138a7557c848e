using GitOpsGuard.Kubernetes;

namespace GitOpsGuard.Playground.Nodes;

/// <summary>
/// Carries out writes with one identity. What fails is logged and decided again after the next change: nothing is
/// retried here.
/// </summary>
internal sealed class WriteExecutor(ApiClient client, SimulatorLog log)
{
    public async Task ExecuteAsync(IEnumerable<Write> writes, CancellationToken cancellationToken)
    {
        foreach (var write in writes)
            await ExecuteAsync(write, cancellationToken);
    }

    /// <summary>Returns whether the write was made, or was made before.</summary>
    public async Task<bool> ExecuteAsync(Write write, CancellationToken cancellationToken)
    {
        try
        {
            await SendAsync(write, cancellationToken);
            return true;
        }
        catch (ApiException error) when (IsDone(write, error))
        {
            return true;
        }
        catch (ApiException error)
        {
            log.Write($"{write.GetType().Name} {write.Resource.Plural} {write.Item.Namespace()}/{write.Item.Name()}: {error.Message}");
            return false;
        }
    }

    private Task SendAsync(Write write, CancellationToken cancellationToken)
    {
        var (kind, space, name) = (write.Resource, write.Item.Namespace(), write.Item.Name());
        return write switch
        {
            Write.Create { Subresource: null } create =>
                client.CreateAsync(kind, space, create.Item, null, cancellationToken),
            Write.Create create =>
                client.CreateAsync(kind, space, create.Item, null, cancellationToken, name, create.Subresource),
            Write.Merge merge =>
                client.MergePatchAsync(kind, space, name, merge.Patch, null, cancellationToken, merge.Subresource),
            Write.Delete delete => client.DeleteAsync(
                kind,
                space,
                name,
                new DeleteOptions { Uid = delete.Item.Uid(), GracePeriodSeconds = delete.GracePeriodSeconds },
                cancellationToken),
            _ => throw new ArgumentOutOfRangeException(nameof(write)),
        };
    }

    private static bool IsDone(Write write, ApiException error) => write switch
    {
        Write.Create => error.Code == HttpStatusCode.Conflict,
        Write.Delete => error.Code == HttpStatusCode.Conflict,
        _ => error.Code == HttpStatusCode.NotFound,
    };
}
