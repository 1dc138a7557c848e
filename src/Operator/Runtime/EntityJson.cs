using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using GitOpsGuard.Kubernetes;
using GitOpsGuard.Kubernetes.Kinds;
using k8s.Models;
using KubeOps.Abstractions.Entities;
using KubeOps.Abstractions.Entities.Attributes;

namespace GitOpsGuard.Operator.Runtime;

/// <summary>Entities and their JSON. Entities are read whole; what exists is never written whole.</summary>
internal static class EntityJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        NumberHandling = JsonNumberHandling.Strict,
        Converters = { new KubernetesTimeConverter(), new JsonStringEnumConverter() },
    };

    /// <exception cref="JsonException">A member has another type than the entity says; the message holds its path.</exception>
    public static TEntity Read<TEntity>(JsonElement tree) =>
        tree.Deserialize<TEntity>(Options) ?? throw new JsonException($"A {typeof(TEntity).Name} cannot be null.");

    /// <summary>An entity that is to be created.</summary>
    public static JsonObject Write(object entity) => JsonSerializer.SerializeToNode(entity, entity.GetType(), Options)!.AsObject();

    /// <summary>An entity as the tree that it would be read from.</summary>
    public static JsonElement Tree(object entity) => JsonSerializer.SerializeToElement(entity, entity.GetType(), Options);

    /// <summary>The status of an entity, or null where its type has none.</summary>
    public static JsonObject? Status(object entity) =>
        entity.GetType().GetProperty("Status")?.GetValue(entity) is { } status
            ? JsonSerializer.SerializeToNode(status, status.GetType(), Options)!.AsObject()
            : null;

    /// <summary>What the entity's attributes say of its kind.</summary>
    /// <exception cref="InvalidOperationException">The type has no <see cref="KubernetesEntityAttribute"/>.</exception>
    public static Resource ResourceOf(Type entity)
    {
        var kind = entity.GetCustomAttribute<KubernetesEntityAttribute>()
            ?? throw new InvalidOperationException($"{entity.Name} needs a [KubernetesEntity] that names its group, version and kind.");
        var scope = entity.GetCustomAttribute<EntityScopeAttribute>()?.Scope ?? EntityScope.Namespaced;
        var name = string.IsNullOrEmpty(kind.Kind) ? entity.Name : kind.Kind;
        var plural = string.IsNullOrEmpty(kind.PluralName) ? $"{name.ToLowerInvariant()}s" : kind.PluralName;
        return new(kind.Group ?? "", kind.ApiVersion, plural, name, scope == EntityScope.Namespaced);
    }
}
