namespace GitOpsGuard.Reconciler.Hosting;

/// <summary>The addresses that the kubelet asks.</summary>
internal static class Health
{
    public static void MapHealth(this WebApplication app)
    {
        app.MapGet("/healthz", () => "ok");
        app.MapGet("/readyz", () => "ok");
    }
}
