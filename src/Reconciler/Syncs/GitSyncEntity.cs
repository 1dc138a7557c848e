using GitOpsGuard.Core;
using GitOpsGuard.Kubernetes.Kinds;
using k8s.Models;
using KubeOps.Abstractions.Entities;

namespace GitOpsGuard.Reconciler.Syncs;

/// <summary>A GitSync as controllers see it.</summary>
[KubernetesEntity(Group = Names.Group, ApiVersion = Names.Version, Kind = "GitSync", PluralName = "gitsyncs")]
public sealed class GitSyncEntity : CustomKubernetesEntity<GitSyncSpec, GitSyncStatus>;
