using System.Text.Json.Serialization;
using k8s.Models;

namespace KubeOps.Abstractions.Entities;

/// <summary>A custom resource with a spec and a status.</summary>
/// <typeparam name="TSpec">Type of the spec.</typeparam>
/// <typeparam name="TStatus">Type of the status.</typeparam>
public abstract class CustomKubernetesEntity<TSpec, TStatus> : CustomKubernetesEntity<TSpec>, IStatus<TStatus>
    where TSpec : new()
    where TStatus : new()
{
    /// <summary>What the controller found.</summary>
    [JsonPropertyName("status")]
    public TStatus Status { get; set; } = new();
}
