namespace KubeOps.KubernetesClient.Selectors;

/// <summary>Selects objects by their labels.</summary>
public abstract record LabelSelector : KubernetesSelector;
