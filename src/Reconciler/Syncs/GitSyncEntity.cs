using GitOpsGuard.Core;
using GitOpsGuard.Kubernetes.Kinds;
using k8s.Models;
using KubeOps.Abstractions.Entities;
using KubeOps.Abstractions.Entities.Attributes;

namespace GitOpsGuard.Reconciler.Syncs;

/// <summary>A GitSync as controllers see it.</summary>
[EntityScope(EntityScope.Namespaced)]
[KubernetesEntityShortNames("gsync")]
[GenericAdditionalPrinterColumn(".spec.sourceRef.name", "Source", "string")]
[GenericAdditionalPrinterColumn(".spec.path", "Path", "string")]
[GenericAdditionalPrinterColumn(".status.conditions[?(@.type==\"Ready\")].status", "Ready", "string")]
[GenericAdditionalPrinterColumn(".status.lastAppliedRevision", "Revision", "string")]
[GenericAdditionalPrinterColumn(".status.inventory.count", "Objects", "integer")]
[GenericAdditionalPrinterColumn(".status.conditions[?(@.type==\"Ready\")].message", "Status", "string")]
[GenericAdditionalPrinterColumn(".metadata.creationTimestamp", "Age", "date")]
[KubernetesEntity(Group = Names.Group, ApiVersion = Names.Version, Kind = "GitSync", PluralName = "gitsyncs")]
public sealed class GitSyncEntity : CustomKubernetesEntity<GitSyncSpec, GitSyncStatus>;
