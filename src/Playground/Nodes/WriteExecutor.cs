using System.Net;
using System.Text.Json.Nodes;
using GitOpsGuard.Playground.ControlPlane;

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
        catch (Exception error) when (error is ApiException or HttpRequestException)
        {
            log.Write(error.Message);
            return false;
        }
    }

    private Task<JsonObject> SendAsync(Write write, CancellationToken cancellationToken) => write switch
    {
        Write.Create create => client.CreateAsync(create.Path, create.Body, cancellationToken),
        Write.Merge merge => client.MergeAsync(merge.Path, merge.Patch, cancellationToken),
        Write.Delete delete => client.DeleteAsync(
            delete.Path,
            new JsonObject
            {
                ["apiVersion"] = "v1",
                ["kind"] = "DeleteOptions",
                ["preconditions"] = new JsonObject { ["uid"] = delete.Uid },
                ["gracePeriodSeconds"] = delete.GracePeriodSeconds,
            },
            cancellationToken),
        _ => throw new ArgumentOutOfRangeException(nameof(write)),
    };

    private static bool IsDone(Write write, ApiException error) => write switch
    {
        Write.Create => error.Code == HttpStatusCode.Conflict,
        Write.Delete => error.Code is HttpStatusCode.NotFound or HttpStatusCode.Conflict,
        _ => error.Code == HttpStatusCode.NotFound,
    };
}
