using System.Security.Cryptography.X509Certificates;

namespace GitOpsGuard.Kubernetes.Configuration;

/// <summary>
/// A client certificate with its key. Those of files are read again each minute and after a 401, so that a renewed pair is
/// followed; a pair that does not fit together, as while it is written, leaves the last one in place.
/// </summary>
internal sealed class CertificateSource : IDisposable
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(1);

    private readonly Func<(string Certificate, string Key)> _read;
    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private Pair _pair;

    /// <param name="read">Reads certificate and key, both PEM.</param>
    /// <param name="time">Clock of the reading.</param>
    /// <exception cref="ApiException">They cannot be used.</exception>
    public CertificateSource(Func<(string Certificate, string Key)> read, TimeProvider time)
    {
        _read = read;
        _time = time;
        var (certificate, key) = read();
        _pair = new(ClientCertificate.FromPem(certificate, key), certificate, key, time.GetTimestamp());
    }

    /// <summary>The certificate as it is now.</summary>
    public X509Certificate2 Current
    {
        get
        {
            lock (_lock)
            {
                if (_time.GetElapsedTime(_pair.ReadAt) >= Lifetime) ReadAgain();
                return _pair.Joined;
            }
        }
    }

    /// <summary>Reads again at once.</summary>
    /// <returns>Whether there is another certificate now.</returns>
    public bool Renew()
    {
        lock (_lock)
        {
            var before = _pair.Joined;
            ReadAgain();
            return _pair.Joined != before;
        }
    }

    public void Dispose() => _pair.Joined.Dispose();

    private void ReadAgain()
    {
        _pair = _pair with { ReadAt = _time.GetTimestamp() };
        try
        {
            var (certificate, key) = _read();
            if (certificate == _pair.Certificate && key == _pair.Key) return;
            _pair = new(ClientCertificate.FromPem(certificate, key), certificate, key, _pair.ReadAt);
        }
        catch (ApiException)
        {
            // Somebody is writing it just now; the next reading finds it whole.
        }
    }

    private sealed record Pair(X509Certificate2 Joined, string Certificate, string Key, long ReadAt);
}
