using System.Diagnostics.Metrics;
using GitOpsGuard.Core.Admission;

namespace GitOpsGuard.Webhook.Serving;

/// <summary>
/// What the guard measures, by a meter of <c>System.Diagnostics.Metrics</c>. Labels are bounded: rules are those of the chain,
/// verdicts those of <see cref="VerdictOf"/>, modes those of policies.
/// </summary>
/// <remarks>
/// Instruments: <c>gitopsguard.decisions</c> (rule, verdict, mode), <c>gitopsguard.decision.duration</c> (seconds from a read
/// review to its decision), <c>gitopsguard.declared_objects</c>, <c>gitopsguard.cache.age</c> (seconds for which the most silent
/// cache has heard nothing), <c>gitopsguard.changerequests.dropped</c>, <c>gitopsguard.registration.restored</c>.
/// </remarks>
internal sealed class GuardMetrics : IDisposable
{
    /// <summary>Name of the meter.</summary>
    internal const string MeterName = "GitOpsGuard.Webhook";

    /// <summary>The label of requests that no policy covers.</summary>
    internal const string NoMode = "none";

    private static readonly InstrumentAdvice<double> Seconds = new()
    {
        HistogramBucketBoundaries = [0.00001, 0.000025, 0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.5, 1, 3],
    };

    private readonly Meter _meter = new(MeterName);
    private readonly Counter<long> _decisions;
    private readonly Histogram<double> _duration;

    internal GuardMetrics()
    {
        _decisions = _meter.CreateCounter<long>("gitopsguard.decisions", "{decision}", "Decisions by rule, verdict and mode");
        _duration = _meter.CreateHistogram("gitopsguard.decision.duration", "s", "Time from a read review to its decision", advice: Seconds);
    }

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    /// <summary>Counts one decision and how long it took.</summary>
    internal void Count(Decision decision, TimeSpan took)
    {
        _decisions.Add(1, new("rule", decision.Rule), new("verdict", VerdictOf(decision)), new("mode", decision.Mode?.ToString() ?? NoMode));
        _duration.Record(took.TotalSeconds);
    }

    /// <summary>A value that is asked for when metrics are collected.</summary>
    internal void Gauge(string name, string unit, string what, Func<double> value) => _meter.CreateObservableGauge(name, value, unit, what);

    /// <summary>A count that is asked for when metrics are collected.</summary>
    internal void Counter(string name, string unit, string what, Func<long> value) => _meter.CreateObservableCounter(name, value, unit, what);

    private static string VerdictOf(Decision decision) => decision switch
    {
        { Verdict: Verdict.Denied } => "denied",
        { BreakGlass: not null } => "lifted",
        { Warnings.IsEmpty: false } => "warned",
        _ => "allowed",
    };
}
