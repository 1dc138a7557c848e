using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using GitOpsGuard.Kubernetes.Metrics;

namespace GitOpsGuard.Kubernetes.Tests;

/// <summary>Reads what a client measures.</summary>
internal sealed class Metering : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<string, double> _values = new(StringComparer.Ordinal);

    public Metering()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter == Metrics.Meter) listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Take(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Take(instrument, value, tags));
        _listener.Start();
    }

    public ClientMetrics Metrics { get; } = new();

    /// <summary>All measurements: counters and histograms summed up, gauges as they are now; by name and labels.</summary>
    public IReadOnlyDictionary<string, double> Read()
    {
        _listener.RecordObservableInstruments();
        return _values;
    }

    /// <summary>One of them; 0 when it was never measured.</summary>
    public double Read(string name) => Read().GetValueOrDefault(name);

    public void Dispose()
    {
        _listener.Dispose();
        Metrics.Dispose();
    }

    private void Take(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var labels = string.Join(' ', tags.ToArray().Select(t => $"{t.Key}={t.Value}"));
        _values.AddOrUpdate($"{instrument.Name} {labels}", value, (_, sum) => instrument.IsObservable ? value : sum + value);
    }
}
