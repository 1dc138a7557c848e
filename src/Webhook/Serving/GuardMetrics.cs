using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using GitOpsGuard.Core.Admission;

namespace GitOpsGuard.Webhook.Serving;

/// <summary>Counts what the guard decides, in the text form that Prometheus reads. Labels are bounded: rules and verdicts alone.</summary>
internal sealed class GuardMetrics
{
    private static readonly double[] Bounds = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.5, 1, 3];

    private readonly ConcurrentDictionary<(string Rule, string Verdict), long> _decisions = new();
    private readonly long[] _buckets = new long[Bounds.Length + 1];
    private long _count;
    private long _ticks;

    /// <summary>Counts one decision and how long it took.</summary>
    internal void Count(Decision decision, TimeSpan took)
    {
        var verdict = decision.Verdict == Verdict.Denied ? "denied" : decision.BreakGlass is not null ? "lifted" : decision.Warnings.IsEmpty ? "allowed" : "warned";
        _decisions.AddOrUpdate((decision.Rule, verdict), 1, (_, count) => count + 1);
        var bucket = Array.FindIndex(Bounds, bound => took.TotalSeconds <= bound);
        Interlocked.Increment(ref _buckets[bucket < 0 ? Bounds.Length : bucket]);
        Interlocked.Increment(ref _count);
        Interlocked.Add(ref _ticks, took.Ticks);
    }

    /// <summary>All counters, with the given gauges.</summary>
    internal string Text(params ReadOnlySpan<(string Name, string Help, double Value)> gauges)
    {
        var text = new StringBuilder();
        Head(text, "gitopsguard_decisions_total", "counter", "Decisions by rule and verdict.");
        foreach (var ((rule, verdict), count) in _decisions.OrderBy(pair => pair.Key.Rule, StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"gitopsguard_decisions_total{{rule=\"{rule}\",verdict=\"{verdict}\"}} {count}\n");
        }

        Head(text, "gitopsguard_decision_seconds", "histogram", "Time from a read review to its decision.");
        long sum = 0;
        for (var i = 0; i < Bounds.Length; i++)
        {
            sum += Interlocked.Read(ref _buckets[i]);
            text.Append(CultureInfo.InvariantCulture, $"gitopsguard_decision_seconds_bucket{{le=\"{Bounds[i]}\"}} {sum}\n");
        }

        var count2 = Interlocked.Read(ref _count);
        text.Append(CultureInfo.InvariantCulture, $"gitopsguard_decision_seconds_bucket{{le=\"+Inf\"}} {count2}\n");
        text.Append(CultureInfo.InvariantCulture, $"gitopsguard_decision_seconds_sum {TimeSpan.FromTicks(Interlocked.Read(ref _ticks)).TotalSeconds}\n");
        text.Append(CultureInfo.InvariantCulture, $"gitopsguard_decision_seconds_count {count2}\n");
        foreach (var (name, help, value) in gauges)
        {
            Head(text, name, "gauge", help);
            text.Append(CultureInfo.InvariantCulture, $"{name} {value}\n");
        }

        return text.ToString();
    }

    private static void Head(StringBuilder text, string name, string type, string help) =>
        text.Append("# HELP ").Append(name).Append(' ').Append(help).Append("\n# TYPE ").Append(name).Append(' ').Append(type).Append('\n');
}
