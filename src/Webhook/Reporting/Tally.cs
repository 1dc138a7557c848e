using GitOpsGuard.Core.Admission;
using GitOpsGuard.Kubernetes.Kinds;

namespace GitOpsGuard.Webhook.Reporting;

/// <summary>What one policy objected to since that was last written down.</summary>
internal sealed class Tally
{
    /// <summary>Most actors with kinds that are told apart; past them objections are only counted.</summary>
    private const int MostEntries = 500;

    private readonly Dictionary<(string User, string Kind), ReportEntry> _entries = [];

    /// <summary>How often, by what became of it.</summary>
    internal PolicyCounts Counts { get; private set; } = new();

    /// <summary>By actor and kind.</summary>
    internal IReadOnlyCollection<ReportEntry> Entries => _entries.Values;

    internal bool IsEmpty => Counts == new PolicyCounts();

    /// <summary>Counts one objection.</summary>
    internal void Add(Objection objection, AdmissionRequest request, bool lifted, DateTimeOffset now)
    {
        Counts = Counts.Plus(lifted ? new() { Lifted = 1 } : objection.Mode switch
        {
            PolicyMode.Enforce => new() { Denied = 1 },
            PolicyMode.Warn => new() { Warned = 1 },
            _ => new() { Audited = 1 },
        });
        if (!lifted) Add(Report.EntryOf(objection, request, now));
    }

    /// <summary>Takes back what could not be written down.</summary>
    internal void Add(Tally other)
    {
        Counts = Counts.Plus(other.Counts);
        foreach (var entry in other.Entries) Add(entry);
    }

    private void Add(ReportEntry entry)
    {
        var key = (entry.User, entry.Kind);
        if (_entries.TryGetValue(key, out var known)) _entries[key] = Report.Together(known, entry);
        else if (_entries.Count < MostEntries) _entries[key] = entry;
    }
}
