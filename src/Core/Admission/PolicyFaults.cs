using System.Text.Json;

namespace GitOpsGuard.Core.Admission;

/// <summary>What is wrong with a GuardPolicy, so that it is refused before it judges anything.</summary>
internal static class PolicyFaults
{
    /// <summary>Namespaces without whose controllers a cluster does not live.</summary>
    private static readonly string[] Vital = ["kube-system", "kube-public", "kube-node-lease"];

    /// <summary>The faults, in words that name the field and what to do; empty when there are none.</summary>
    internal static IReadOnlyList<string> Of(JsonElement policy, Snapshot snapshot)
    {
        var faults = new List<string>();
        var read = PolicyReader.Read(policy, faults.Add);
        if (!read.Sealed || read.Mode != PolicyMode.Enforce) return faults;
        foreach (var ns in (string[])[.. Vital, snapshot.GuardNamespace])
        {
            if (read.CoversNamespace(ns, key => LabelOf(ns, key, snapshot))) faults.Add($"spec.scope: Sealed would lock namespace {ns}, and with it the cluster out. Leave it out of spec.namespaces or spec.namespaceSelector.");
        }

        if (read.TrustedAccounts.IsEmpty && read.TrustedUsers.IsEmpty && read.TrustedGroups.IsEmpty)
            faults.Add("spec.trusted: Sealed without a trusted writer leaves nobody who could help when the reconciler cannot. Name at least one.");
        return faults;
    }

    private static string? LabelOf(string ns, string key, Snapshot snapshot) =>
        key == "kubernetes.io/metadata.name" ? ns : snapshot.LabelsOf(ns)(key);
}
