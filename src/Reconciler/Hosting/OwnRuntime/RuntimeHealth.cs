using GitOpsGuard.Operator;

namespace GitOpsGuard.Reconciler.Hosting;

/// <summary>The addresses that the kubelet asks.</summary>
internal static class RuntimeHealth
{
    public static void MapHealth(this WebApplication app) => app.MapOperatorHealth();
}
