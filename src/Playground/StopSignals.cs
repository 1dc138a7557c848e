using System.Runtime.InteropServices;

namespace GitOpsGuard.Playground;

/// <summary>Turns Ctrl-C, SIGTERM and a closed terminal into cancellation, so that everything is cleaned up.</summary>
internal sealed class StopSignals : IDisposable
{
    private readonly List<PosixSignalRegistration> _registrations;

    public StopSignals(CancellationTokenSource stop)
    {
        PosixSignal[] signals = [PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP, PosixSignal.SIGQUIT];
        _registrations = [.. signals.Select(signal => PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = true;
            stop.Cancel();
        }))];
    }

    public void Dispose() => _registrations.ForEach(registration => registration.Dispose());
}
