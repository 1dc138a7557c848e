namespace GitOpsGuard.Playground.Cluster;

/// <summary>The one place where requests enter and errors become answers.</summary>
internal sealed partial class ApiServer(ClusterServices cluster)
{
    private readonly ResourceEndpoint resources = new(cluster);
    private readonly DiscoveryEndpoint discovery = new(cluster);
    private readonly ILogger logger = cluster.LoggerOf("Requests");

    public async Task HandleAsync(HttpContext context)
    {
        var cancel = context.RequestAborted;
        try
        {
            context.Response.Headers["Audit-Id"] = Guid.NewGuid().ToString();
            context.Response.Headers.CacheControl = "no-cache, private";
            if (RequestPath.Parse(context.Request.Path.Value ?? "/") is { } path) await resources.ServeAsync(context, path, cancel);
            else await discovery.ServeAsync(context, cancel);
        }
        catch (ApiError error) when (!context.Response.HasStarted)
        {
            await Answers.WriteAsync(context, error.Code, error.ToStatus(), cancel);
        }
        catch (Exception error) when (error is OperationCanceledException or IOException && cancel.IsCancellationRequested)
        {
            // The client went away; nobody is left to answer.
        }
        catch (Exception error) when (!context.Response.HasStarted)
        {
            LogFault(logger, error, context.Request.Method, context.Request.Path);
            await Answers.WriteAsync(context, 500, ApiError.Internal("the embedded cluster failed; see its log").ToStatus(), cancel);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Failed to serve {Method} {Path}")]
    private static partial void LogFault(ILogger logger, Exception error, string method, string path);
}
