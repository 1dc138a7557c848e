using GitOpsGuard.Core;

namespace GitOpsGuard.Reconciler.Hosting;

/// <summary>Reads durations of our kinds, whose form the API server has checked.</summary>
internal static class Durations
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);

    /// <summary>The duration, at least one second; what is unreadable is <paramref name="otherwise"/>.</summary>
    public static TimeSpan Read(string? text, TimeSpan otherwise) =>
        text is not null && GoDuration.TryParse(text, out var duration) ? (duration > Shortest ? duration : Shortest) : otherwise;
}
