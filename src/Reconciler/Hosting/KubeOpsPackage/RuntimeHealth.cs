namespace GitOpsGuard.Reconciler.Hosting;

/// <summary>The addresses that the kubelet asks. The packages of KubeOps say nothing of watches and queues.</summary>
internal static class RuntimeHealth
{
    public static void MapHealth(this WebApplication app)
    {
        app.MapGet("/healthz", () => "ok");
        app.MapGet("/readyz", () => "ok");
    }
}
