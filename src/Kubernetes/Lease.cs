using System.Text.Json;
using GitOpsGuard.Kubernetes.Transport;
using Microsoft.Extensions.Logging;

namespace GitOpsGuard.Kubernetes;

/// <summary>
/// Leader election by a Lease. At most one contender leads at a time as long as clocks run equally fast; they need not agree.
/// </summary>
/// <remarks>
/// The holder counts its time from before it asked, and gives up after <see cref="LeaseOptions.RenewDeadline"/>; others wait
/// <see cref="LeaseOptions.Duration"/> from when they last saw it renew. The difference is for writes that are still on the way.
/// It also gives up when the clock of the day says so, since other clocks stand still while a machine is suspended.
/// </remarks>
public sealed class Lease(ApiClient client, LeaseOptions options, TimeProvider time, ILogger logger)
{
    private readonly LeaseRecord _record = new(client.Unlimited(), options, time);
    private volatile Tenure? _tenure;

    /// <summary>Whether this contender leads now: it renewed less than the renew deadline ago. To be asked before writes.</summary>
    public bool IsLeader => TimeLeft > TimeSpan.Zero;

    /// <summary>
    /// Number of the current term, which every change of the holder raises (<c>spec.leaseTransitions</c>); null when not leading.
    /// Something that is written with it shows to which leader it belongs.
    /// </summary>
    public int? Term => _tenure is { } tenure && IsLeader ? tenure.Term : null;

    /// <summary>How long this contender may go on writing unless it renews before; zero when it does not lead.</summary>
    public TimeSpan TimeLeft
    {
        get
        {
            if (_tenure is not { } tenure) return TimeSpan.Zero;
            var elapsed = time.GetElapsedTime(tenure.RenewedAt);
            var byTheDay = time.GetUtcNow() - tenure.RenewedOn;
            var left = options.RenewDeadline - (elapsed > byTheDay ? elapsed : byTheDay);
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    /// <summary>Lets writes pass while this contender leads: see <see cref="ApiClient.Within"/>.</summary>
    internal IFence Fence => new LeaseFence(this, options);

    /// <summary>
    /// Contends until cancelled. Each time the lease is won, <paramref name="lead"/> runs, with a token that is cancelled when
    /// the lease is lost or <paramref name="ct"/> is; it must then end soon. On cancellation the lease is released, so that
    /// the next contender does not wait. When <paramref name="lead"/> ends or fails on its own, so does this, with its error.
    /// </summary>
    public async Task RunAsync(Func<CancellationToken, Task> lead, CancellationToken ct)
    {
        while (await AcquireAsync(ct))
        {
            LeaseLog.Acquired(logger, options.Name, options.Identity);
            if (await LeadAsync(lead, ct)) return;
            LeaseLog.Lost(logger, options.Name, options.Identity);
        }
    }

    /// <returns>False when cancelled.</returns>
    private async Task<bool> AcquireAsync(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            if (await TryHoldAsync(null, options.RenewDeadline, ct) == LeaseOutcome.Held) return true;
            await PauseAsync(ct);
        }

        return false;
    }

    /// <returns>True when the work ended or was cancelled, false when the lease was lost.</returns>
    private async Task<bool> LeadAsync(Func<CancellationToken, Task> lead, CancellationToken ct)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var work = Task.Run(() => lead(stop.Token), CancellationToken.None);
        var renewal = RenewAsync(stop.Token);
        await Task.WhenAny(work, renewal);
        var lost = renewal.IsCompleted && !work.IsCompleted && !ct.IsCancellationRequested;
        if (lost) _tenure = null;
        await stop.CancelAsync();
        await renewal;
        try
        {
            await work;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // It was asked to end.
        }
        finally
        {
            if (!lost) await ReleaseAsync();
        }

        return !lost;
    }

    /// <summary>Renews until another holds the lease, or renewing fails for longer than the deadline, or cancelled.</summary>
    private async Task RenewAsync(CancellationToken ct)
    {
        while (true)
        {
            await PauseAsync(ct);
            if (ct.IsCancellationRequested || _tenure is not { } tenure) return;
            var left = options.RenewDeadline - time.GetElapsedTime(tenure.RenewedAt);
            if (left <= TimeSpan.Zero) return;
            if (await TryHoldAsync(tenure.Term, left, ct) == LeaseOutcome.HeldByAnother) return;
        }
    }

    private async Task<LeaseOutcome> TryHoldAsync(int? term, TimeSpan deadline, CancellationToken ct)
    {
        using var expiry = new CancellationTokenSource(deadline, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, expiry.Token);
        var (began, on) = (time.GetTimestamp(), time.GetUtcNow());
        try
        {
            if (await _record.TryHoldAsync(term, either.Token) is not { } held) return LeaseOutcome.HeldByAnother;
            _tenure = new(held, began, on);
            return LeaseOutcome.Held;
        }
        catch (OperationCanceledException)
        {
            return LeaseOutcome.Unknown;
        }
        catch (ApiException e)
        {
            if (!e.IsConflict && !e.IsAlreadyExists) LeaseLog.Failed(logger, options.Name, e.Message);
            return LeaseOutcome.Unknown;
        }
    }

    private async Task ReleaseAsync()
    {
        _tenure = null;
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(2), time);
        try
        {
            await _record.ReleaseAsync(deadline.Token);
            LeaseLog.Released(logger, options.Name, options.Identity);
        }
        catch (Exception e) when (e is ApiException or OperationCanceledException or JsonException)
        {
            LeaseLog.Failed(logger, options.Name, e.Message);
        }
    }

    private Task PauseAsync(CancellationToken ct) =>
        Task.Delay(options.RetryPeriod, time, ct).ContinueWith(
            static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

    /// <param name="Term">Number of the term.</param>
    /// <param name="RenewedAt">When the last renewal began, by the clock that only moves on.</param>
    /// <param name="RenewedOn">The same by the clock of the day.</param>
    private sealed record Tenure(int Term, long RenewedAt, DateTimeOffset RenewedOn);
}
