using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace GitOpsGuard.Operator;

/// <summary>The addresses that the kubelet asks.</summary>
public static class HealthEndpoints
{
    /// <summary>
    /// Answers <c>/healthz</c> with 503 where the operator is stuck, so that the kubelet starts it anew, and <c>/readyz</c> with 503
    /// where it is stuck or behind, so that a rollout stops and people see it. The body says why.
    /// </summary>
    public static void MapOperatorHealth(this IEndpointRouteBuilder endpoints, OperatorHealthLimits? limits = null)
    {
        var within = limits ?? new();
        endpoints.MapGet("/healthz", (OperatorHealth health) => Answer(health.Stuck(within)));
        endpoints.MapGet("/readyz", (OperatorHealth health) => Answer(health.Stuck(within) ?? health.Behind(within)));
    }

    private static IResult Answer(string? wrong) =>
        wrong is null ? Results.Text("ok") : Results.Text(wrong, statusCode: StatusCodes.Status503ServiceUnavailable);
}
