using GitOpsGuard.Core;
using GitOpsGuard.Kubernetes.Kinds;
using k8s.Models;
using KubeOps.Abstractions.Entities;
using KubeOps.Abstractions.Entities.Attributes;

namespace GitOpsGuard.Reconciler.Sources;

/// <summary>A GitSource as controllers see it.</summary>
[EntityScope(EntityScope.Namespaced)]
[KubernetesEntityShortNames("gsrc")]
[GenericAdditionalPrinterColumn(".spec.url", "URL", "string")]
[GenericAdditionalPrinterColumn(".status.conditions[?(@.type==\"Ready\")].status", "Ready", "string")]
[GenericAdditionalPrinterColumn(".status.artifact.revision", "Revision", "string")]
[GenericAdditionalPrinterColumn(".status.conditions[?(@.type==\"Ready\")].message", "Status", "string")]
[GenericAdditionalPrinterColumn(".metadata.creationTimestamp", "Age", "date")]
[KubernetesEntity(Group = Names.Group, ApiVersion = Names.Version, Kind = "GitSource", PluralName = "gitsources")]
public sealed class GitSourceEntity : CustomKubernetesEntity<GitSourceSpec, GitSourceStatus>;
