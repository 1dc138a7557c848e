using System.Text.Json;
using GitOpsGuard.Core.Closed;
using GitOpsGuard.Core.Fields;

namespace GitOpsGuard.Core.Admission;

/// <summary>
/// What well-known controllers wrote on an object beside Git, each held to its own job by <c>profiles.txt</c>. Who wrote is told
/// by <c>managedFields</c>, so this is no proof: it says what drift leaves alone, never what the guard lets pass.
/// </summary>
public static class ControllerWrites
{
    /// <summary>Whether a difference is the work of a controller that may write there.</summary>
    /// <param name="identity">The object.</param>
    /// <param name="live">The object as it is.</param>
    /// <param name="difference">Where it differs from what Git declares.</param>
    /// <param name="declared">Whether Git declares the field itself.</param>
    public static bool Explain(ObjectIdentity identity, JsonElement live, FieldDifference difference, bool declared)
    {
        if (difference.After is not { } value) return false;
        var grants = ControllerProfiles.Updates(identity).Where(grant => !declared || !grant.IfUndeclared).ToList();
        return grants.Count > 0 && IsWritten(difference.Path, value, grants, ManagedFieldsReader.Read(live));
    }

    private static bool IsWritten(
        FieldPath path, JsonElement value, List<(string Who, OpenPath Path, bool IfUndeclared)> grants, IReadOnlyList<ManagedFieldsEntry> entries)
    {
        if (grants.Exists(grant => grant.Path.Covers(path) && entries.Any(entry => IsBy(grant.Who, entry.Manager) && entry.Fields.Reaches(path)))) return true;
        return value.ValueKind == JsonValueKind.Object && value.GetPropertyCount() > 0
            && grants.Exists(grant => grant.Path.ReachesBelow(path))
            && value.EnumerateObject().All(member => IsWritten(path.Append(member.Name), member.Value, grants, entries));
    }

    /// <summary>Whether a field manager is a controller's: clients name themselves after their program, often with what it does.</summary>
    private static bool IsBy(string who, string manager) => who.Split('/') switch
    {
        ["any-account"] => true,
        ["addon-manager"] => false,
        ["controller-manager"] => manager == "kube-controller-manager",
        ["scheduler"] => manager == "kube-scheduler",
        ["kubelet"] => manager == "kubelet",
        ["apiserver"] => manager is "kube-apiserver" or "apiserver",
        [var account] => manager == "kube-controller-manager" || manager.StartsWith(account, StringComparison.Ordinal),
        [var ns, var account] => manager.Contains(account, StringComparison.Ordinal) || manager.StartsWith(ns, StringComparison.Ordinal),
        _ => false,
    };
}
