using k8s;
using k8s.Models;
using KubeOps.Abstractions.Entities;

namespace KubeOps.Abstractions.Reconciliation.Finalizer;

/// <summary>Names of finalizers.</summary>
public static class EntityFinalizerExtensions
{
    private const string Suffix = "finalizer";
    private const int Longest = 63;

    /// <summary>
    /// The identifier that follows from the finalizer's type and the entity's group, <c>group/typefinalizer</c> in lower case, cut at
    /// 63 characters. This runtime uses the identifier of the registration, whatever it is.
    /// </summary>
    public static string GetIdentifierName<TEntity>(this IEntityFinalizer<TEntity> finalizer, TEntity entity)
        where TEntity : IKubernetesObject<V1ObjectMeta>
    {
        var type = finalizer.GetType().Name.ToLowerInvariant();
        if (!type.EndsWith(Suffix, StringComparison.Ordinal)) type += Suffix;
        var name = entity.GetKubernetesEntityAttribute()?.Group is { Length: > 0 } group ? $"{group}/{type}" : type;
        return name.Length <= Longest ? name : name[..Longest];
    }
}
