namespace KubeOps.KubernetesClient.Selectors;

/// <summary>Selects objects by their fields.</summary>
public abstract record FieldSelector : KubernetesSelector;
