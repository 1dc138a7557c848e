using GitOpsGuard.Core.Admission;
using GitOpsGuard.Kubernetes.Kinds;

namespace GitOpsGuard.Webhook.Reporting;

/// <summary>Who was refused what, or would have been, and the entry of the policy that would let it pass. Pure.</summary>
internal static class Report
{
    /// <summary>Most entries that a policy's status holds.</summary>
    internal const int MostEntries = 50;

    /// <summary>Stands among the fields when there are more than are named, or when the whole request was refused.</summary>
    private const string Everything = "*";

    private const string AccountPrefix = "system:serviceaccount:";

    /// <summary>The entry of one refusal.</summary>
    internal static ReportEntry EntryOf(Objection objection, AdmissionRequest request, DateTimeOffset now) => WithRemedy(
        new()
        {
            User = request.User.Name,
            Kind = objection.Identity.Group.Length > 0 ? $"{objection.Identity.Kind}.{objection.Identity.Group}" : objection.Identity.Kind,
            Count = 1,
            LastSeen = DateTimeOffset.FromUnixTimeSeconds(now.ToUnixTimeSeconds()),
            Operations = [request.Operation.ToString().ToUpperInvariant()],
            Fields = objection.Fields.IsEmpty || objection.MoreFields ? [Everything] : [.. objection.Fields],
        },
        isProven: request.User.HasToken);

    /// <summary>Two entries of one actor and kind as one.</summary>
    internal static ReportEntry Together(ReportEntry left, ReportEntry right)
    {
        List<string> fields = [.. left.Fields.Union(right.Fields).Order(StringComparer.Ordinal)];
        var both = left with
        {
            Count = left.Count + right.Count,
            LastSeen = left.LastSeen > right.LastSeen ? left.LastSeen : right.LastSeen,
            Operations = [.. left.Operations.Union(right.Operations).Order(StringComparer.Ordinal)],
            Fields = fields.Count > Objection.MostFields || fields.Contains(Everything) ? [Everything] : fields,
        };
        return WithRemedy(both, isProven: (left.Trusted ?? right.Trusted) is not { Impersonated: true });
    }

    /// <summary>What the status shall say after a tally is added: the counts, and the most frequent entries.</summary>
    internal static GuardPolicyStatus Plus(this GuardPolicyStatus status, Tally tally)
    {
        var entries = (status.Report ?? []).ToDictionary(entry => (entry.User, entry.Kind));
        foreach (var entry in tally.Entries)
        {
            var key = (entry.User, entry.Kind);
            entries[key] = entries.TryGetValue(key, out var known) ? Together(known, entry) : entry;
        }

        return status with
        {
            Counts = (status.Counts ?? new()).Plus(tally.Counts),
            Report =
            [
                .. entries.Values
                    .OrderByDescending(entry => entry.Count).ThenBy(entry => entry.User, StringComparer.Ordinal).ThenBy(entry => entry.Kind, StringComparer.Ordinal)
                    .Take(MostEntries),
            ],
        };
    }

    /// <summary>
    /// A controller passes by an opening of the fields that it writes; one that creates, deletes or writes at large, by trust.
    /// People go through Git.
    /// </summary>
    private static ReportEntry WithRemedy(ReportEntry entry, bool isProven)
    {
        if (!entry.User.StartsWith("system:", StringComparison.Ordinal)) return entry;
        if (entry.Operations is ["UPDATE"] && !entry.Fields.Contains(Everything))
            return entry with { Open = new() { Kinds = [entry.Kind], Paths = entry.Fields, Actors = [entry.User] }, Trusted = null };
        return entry with { Open = null, Trusted = TrustOf(entry.User, isProven) };
    }

    private static TrustedWriter TrustOf(string user, bool isProven)
    {
        if (!user.StartsWith(AccountPrefix, StringComparison.Ordinal) || user[AccountPrefix.Length..].Split(':') is not [var ns, var name]) return new() { User = user };
        return new() { ServiceAccount = new() { Namespace = ns, Name = name }, Impersonated = !isProven };
    }
}
