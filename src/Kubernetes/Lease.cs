using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace GitOpsGuard.Kubernetes;

/// <summary>
/// Leader election by a Lease. At most one contender leads at a time as long as clocks run equally fast; they need not agree.
/// </summary>
public sealed class Lease(ApiClient client, LeaseOptions options, TimeProvider time, ILogger logger)
{
    private readonly LeaseRecord _record = new(client, options, time);
    private long _renewedAt = long.MinValue;

    /// <summary>Whether this contender leads now: it renewed less than the renew deadline ago. To be asked before writes.</summary>
    public bool IsLeader
    {
        get
        {
            var renewedAt = Interlocked.Read(ref _renewedAt);
            return renewedAt != long.MinValue && time.GetElapsedTime(renewedAt) < options.RenewDeadline;
        }
    }

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
            if (await TryHoldAsync(options.RenewDeadline, ct)) return true;
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
        if (lost) Interlocked.Exchange(ref _renewedAt, long.MinValue);
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

    /// <summary>Renews until that fails for longer than the deadline, or cancelled.</summary>
    private async Task RenewAsync(CancellationToken ct)
    {
        while (true)
        {
            await PauseAsync(ct);
            if (ct.IsCancellationRequested) return;
            var left = options.RenewDeadline - time.GetElapsedTime(Interlocked.Read(ref _renewedAt));
            if (left <= TimeSpan.Zero) return;
            await TryHoldAsync(left, ct);
        }
    }

    private async Task<bool> TryHoldAsync(TimeSpan deadline, CancellationToken ct)
    {
        using var expiry = new CancellationTokenSource(deadline, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, expiry.Token);
        var began = time.GetTimestamp();
        try
        {
            if (!await _record.TryHoldAsync(either.Token)) return false;
            Interlocked.Exchange(ref _renewedAt, began);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
        catch (ApiException e)
        {
            if (!e.IsConflict && !e.IsAlreadyExists) LeaseLog.Failed(logger, options.Name, e.Message);
            return false;
        }
    }

    private async Task ReleaseAsync()
    {
        Interlocked.Exchange(ref _renewedAt, long.MinValue);
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
}
