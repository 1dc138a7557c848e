using GitOpsGuard.Core;
using GitOpsGuard.Kubernetes.Kinds;
using k8s.Models;
using KubeOps.Abstractions.Entities;

namespace GitOpsGuard.Reconciler.Sources;

/// <summary>A GitSource as controllers see it.</summary>
[KubernetesEntity(Group = Names.Group, ApiVersion = Names.Version, Kind = "GitSource", PluralName = "gitsources")]
public sealed class GitSourceEntity : CustomKubernetesEntity<GitSourceSpec, GitSourceStatus>;
