using System.Text.Json.Serialization;
using k8s.Models;

namespace KubeOps.Abstractions.Entities;

/// <summary>A custom resource with a spec.</summary>
/// <typeparam name="TSpec">Type of the spec.</typeparam>
public abstract class CustomKubernetesEntity<TSpec> : CustomKubernetesEntity, ISpec<TSpec>
    where TSpec : new()
{
    /// <summary>What the user wants.</summary>
    [JsonPropertyName("spec")]
    public TSpec Spec { get; set; } = new();
}
