using System.Reflection;
using k8s;
using k8s.Models;

namespace KubeOps.Abstractions.Entities;

/// <summary>References between objects.</summary>
public static class KubernetesExtensions
{
    /// <summary>Sets the version that a write is meant for.</summary>
    public static TEntity WithResourceVersion<TEntity>(this TEntity entity, string resourceVersion)
        where TEntity : IKubernetesObject<V1ObjectMeta>
    {
        entity.EnsureMetadata().ResourceVersion = resourceVersion;
        return entity;
    }

    /// <summary>Sets the version that a write is meant for to that of another form of the object.</summary>
    public static TEntity WithResourceVersion<TEntity>(this TEntity entity, TEntity other)
        where TEntity : IKubernetesObject<V1ObjectMeta> =>
        entity.WithResourceVersion(other.Metadata.ResourceVersion);

    /// <summary>Names an object, for events and statuses.</summary>
    public static V1ObjectReference MakeObjectReference(this IKubernetesObject<V1ObjectMeta> kubernetesObject)
    {
        var metadata = kubernetesObject.Metadata;
        return new()
        {
            ApiVersion = kubernetesObject.ApiVersion,
            Kind = kubernetesObject.Kind,
            NamespaceProperty = metadata.NamespaceProperty,
            Name = metadata.Name,
            Uid = metadata.Uid,
            ResourceVersion = metadata.ResourceVersion,
        };
    }

    /// <summary>Makes another object the owner, with whose end this one goes.</summary>
    public static TEntity WithOwnerReference<TEntity>(this TEntity resource, IKubernetesObject<V1ObjectMeta> owner)
        where TEntity : IKubernetesObject<V1ObjectMeta>
    {
        var metadata = resource.EnsureMetadata();
        metadata.OwnerReferences = [.. metadata.OwnerReferences ?? [], owner.MakeOwnerReference()];
        return resource;
    }

    /// <summary>Names an object as an owner.</summary>
    public static V1OwnerReference MakeOwnerReference(this IKubernetesObject<V1ObjectMeta> kubernetesObject) => new()
    {
        ApiVersion = kubernetesObject.ApiVersion,
        Kind = kubernetesObject.Kind,
        Name = kubernetesObject.Metadata.Name,
        Uid = kubernetesObject.Metadata.Uid,
    };

    /// <summary>What the entity's type says of its kind; null where it says nothing.</summary>
    public static KubernetesEntityAttribute? GetKubernetesEntityAttribute(this IKubernetesObject<V1ObjectMeta> entity) =>
        entity.GetType().GetCustomAttribute<KubernetesEntityAttribute>(inherit: true);
}
