namespace GitOpsGuard.Kubernetes;

/// <summary>Delays that double from <paramref name="first"/> up to <paramref name="longest"/>, each with up to 25% of jitter.</summary>
public sealed class Backoff(TimeSpan first, TimeSpan longest, Random random)
{
    private int _failures;

    /// <summary>The delay after one more failure.</summary>
    public TimeSpan Next() => After(_failures++, first, longest, random);

    /// <summary>Begins again.</summary>
    public void Reset() => _failures = 0;

    /// <summary>The delay after a number of failures that came before.</summary>
    public static TimeSpan After(int failures, TimeSpan first, TimeSpan longest, Random random)
    {
        var delay = first * Math.Pow(2, Math.Min(failures, 40));
        return (delay < longest ? delay : longest) * (1 + (0.25 * random.NextDouble()));
    }
}
