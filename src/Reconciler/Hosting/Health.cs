using GitOpsGuard.Operator;

namespace GitOpsGuard.Reconciler.Hosting;

/// <summary>The addresses that the kubelet asks. A standby, which waits for the lease, is ready.</summary>
internal static class Health
{
    public static void MapHealth(this WebApplication app)
    {
        app.MapGet("/healthz", () => "ok");
        app.MapGet("/readyz", (OperatorHealth health) =>
            !health.IsRunning || health.HasSynced ? Results.Text("ok") : Results.Text("watches have not synced", statusCode: 503));
    }
}
