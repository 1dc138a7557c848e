using k8s;
using k8s.Models;
using KubeOps.Abstractions.Entities;
using Microsoft.Extensions.DependencyInjection;

namespace GitOpsGuard.Operator.Runtime;

/// <summary>Which entities a controller sees.</summary>
/// <param name="Labels">Label selector; all when null.</param>
/// <param name="Fields">Field selector; all when null.</param>
/// <param name="Further">What the server cannot select by; all when null.</param>
internal sealed record Selection<TEntity>(string? Labels, string? Fields, IClientSideEntitySelector<TEntity>? Further)
    where TEntity : IKubernetesObject<V1ObjectMeta>
{
    /// <summary>Whether the server is asked for some entities only.</summary>
    public bool IsPartial => Labels is not null || Fields is not null;

    /// <summary>Asks the selectors of a controller.</summary>
    public static async Task<Selection<TEntity>> AskAsync(ControllerRegistration controller, IServiceProvider services, CancellationToken ct)
    {
        var labels = controller.LabelSelector is { } l ? (IEntityLabelSelector<TEntity>)services.GetRequiredService(l) : null;
        var fields = controller.FieldSelector is { } f ? (IEntityFieldSelector<TEntity>)services.GetRequiredService(f) : null;
        return new(
            labels is null ? null : await labels.GetLabelSelectorAsync(ct),
            fields is null ? null : await fields.GetFieldSelectorAsync(ct),
            labels as IClientSideEntitySelector<TEntity> ?? fields as IClientSideEntitySelector<TEntity>);
    }

    public ValueTask<bool> MatchesAsync(TEntity entity, CancellationToken ct) => Further?.MatchesAsync(entity, ct) ?? new(true);
}
