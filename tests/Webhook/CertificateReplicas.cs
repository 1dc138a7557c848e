using System.Globalization;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using GitOpsGuard.Core;
using GitOpsGuard.Kubernetes;
using GitOpsGuard.Testing.Api;
using GitOpsGuard.Webhook.Certificates;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace GitOpsGuard.Webhook.Tests;

/// <summary>Two replicas of the guard that keep their certificate in one Secret, on a clock that a test moves.</summary>
/// <param name="issuedSecret">The Secret in which another issues their certificate; empty when they issue it themselves.</param>
internal sealed class CertificateReplicas(string issuedSecret = "") : IAsyncDisposable
{
    public static readonly TimeSpan Overlap = TimeSpan.FromMinutes(1);

    private readonly FakeApi _api = new();
    private readonly CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;
    private int _strangers;

    public FakeTimeProvider Time { get; } = new(DateTimeOffset.Parse("2026-03-01T00:00:00Z", CultureInfo.InvariantCulture));

    public DateTimeOffset Now => Time.GetUtcNow();

    public ApiClient Client => field ??= _api.Client(new() { Time = Time });

    public CertificateStore One => field ??= Store();

    public CertificateStore Other => field ??= Store();

    /// <summary>How often an API server that one replica had told of itself could not have called the other.</summary>
    public int Strangers => _strangers;

    public Task LoadAsync() => Task.WhenAll(One.LoadAsync(TestContext.Current.CancellationToken), Other.LoadAsync(TestContext.Current.CancellationToken));

    /// <summary>Runs both, each published at once when it changes.</summary>
    public void Run()
    {
        One.Changed = Other.Changed = () =>
        {
            One.Published = Other.Published = One.Current.Authority;
            Interlocked.Add(ref _strangers, Reaches(One.Current, Other.Current) && Reaches(Other.Current, One.Current) ? 0 : 1);
        };
        _running = Task.WhenAll(One.RunAsync(_stop.Token), Other.RunAsync(_stop.Token));
    }

    /// <summary>A further replica, which the caller disposes.</summary>
    public CertificateStore Store() => new(
        Client,
        new() { Address = IPAddress.Loopback, HttpsPort = 1, HealthPort = 2, Url = null, Namespace = Names.Namespace, PodName = "p", CertificateOverlap = Overlap, IssuedSecret = issuedSecret },
        Time,
        NullLogger<CertificateStore>.Instance);

    /// <summary>Whether who trusts these authorities believes a leaf.</summary>
    public bool Trusts(string authorities, X509Certificate2 leaf)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.VerificationTime = Now.UtcDateTime;
        chain.ChainPolicy.CustomTrustStore.ImportFromPem(authorities);
        return chain.Build(leaf);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        One.Dispose();
        Other.Dispose();
        Client.Dispose();
        _api.Dispose();
        _stop.Dispose();
    }

    private bool Reaches(ServingIdentity told, ServingIdentity called) => Trusts(told.Authority, called.Leaf) && called.Answers(told.Path);
}
