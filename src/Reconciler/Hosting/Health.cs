using GitOpsGuard.Operator;

namespace GitOpsGuard.Reconciler.Hosting;

/// <summary>The addresses that the kubelet asks. A standby, which waits for the lease, is ready.</summary>
internal static class Health
{
    /// <summary>Watches end and begin anew after ten minutes at the latest, so one that is silent for longer is stuck.</summary>
    private static readonly TimeSpan LongestSilence = TimeSpan.FromMinutes(20);

    public static void MapHealth(this WebApplication app)
    {
        app.MapGet("/healthz", (OperatorHealth health, TimeProvider time) =>
            health.OldestProgress is { } progress && time.GetUtcNow() - progress > LongestSilence
                ? Results.Text($"a watch has heard nothing since {progress:O}", statusCode: 503)
                : Results.Text("ok"));
        app.MapGet("/readyz", (OperatorHealth health) =>
            !health.IsRunning || health.HasSynced ? Results.Text("ok") : Results.Text("watches have not synced", statusCode: 503));
    }
}
