using System.Diagnostics;
using System.Diagnostics.Metrics;
using KubeOps.Abstractions.Builder;

namespace GitOpsGuard.Operator.Runtime;

/// <summary>What the operator measures of itself, under the names that dashboards of KubeOps know, by a meter of the operator's name.</summary>
internal sealed class OperatorMetrics
{
    private readonly Counter<long> _reconciliations;
    private readonly Histogram<double> _durations;

    public OperatorMetrics(IMeterFactory meters, OperatorSettings settings, OperatorHealth health)
    {
        var meter = meters.Create(settings.Name);
        _reconciliations = meter.CreateCounter<long>("kubeops.operator.reconciliation", "{reconciliations}", "Turns that have ended.");
        _durations = meter.CreateHistogram<double>("kubeops.operator.reconciliation.duration", "s", "How long a turn took.");
        meter.CreateObservableGauge("kubeops.operator.queue.depth", () => Depths(health), "{items}", "Keys that wait.");
        meter.CreateObservableGauge("kubeops.operator.queue.longest_wait", () => Waits(health), "s", "How long the longest has been ready.");
    }

    /// <summary>Begins to measure a turn.</summary>
    public Turn Measure(string kind) => new(this, kind);

    private static IEnumerable<Measurement<int>> Depths(OperatorHealth health) => health.Controllers.SelectMany(c => new[]
    {
        new Measurement<int>(c.Queue.Ready, Kind(c.Kind), new("state", "ready")),
        new Measurement<int>(c.Queue.Delayed, Kind(c.Kind), new("state", "scheduled")),
    });

    private static IEnumerable<Measurement<double>> Waits(OperatorHealth health) =>
        health.Controllers.Select(c => new Measurement<double>(c.Queue.LongestWait.TotalSeconds, Kind(c.Kind)));

    private static KeyValuePair<string, object?> Kind(string kind) => new("kind", kind);

    /// <summary>One turn.</summary>
    internal sealed class Turn(OperatorMetrics metrics, string kind) : IDisposable
    {
        private readonly long _began = Stopwatch.GetTimestamp();
        private string _outcome = "cancelled";

        /// <summary>Notes how it ended.</summary>
        public void End(bool success) => _outcome = success ? "success" : "failure";

        public void Dispose()
        {
            var outcome = new KeyValuePair<string, object?>("result", _outcome);
            metrics._reconciliations.Add(1, Kind(kind), outcome);
            metrics._durations.Record(Stopwatch.GetElapsedTime(_began).TotalSeconds, Kind(kind), outcome);
        }
    }
}
