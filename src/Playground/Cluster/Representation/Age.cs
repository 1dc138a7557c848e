namespace GitOpsGuard.Playground.Cluster.Representation;

/// <summary>Durations as people read them in tables: <c>5s</c>, <c>4m10s</c>, <c>3h</c>, <c>2d4h</c>.</summary>
internal static class Age
{
    /// <summary>How long ago a timestamp was; <c>&lt;unknown&gt;</c> without one.</summary>
    public static string Since(string? timestamp, DateTimeOffset now) =>
        DateTimeOffset.TryParse(timestamp, CultureInfo.InvariantCulture, out var then) ? Human(now - then) : "<unknown>";

    private static string Human(TimeSpan span)
    {
        if (span < TimeSpan.Zero) return span.TotalSeconds < -1 ? "<invalid>" : "0s";
        var (seconds, minutes, hours) = ((long)span.TotalSeconds, (long)span.TotalMinutes, (long)span.TotalHours);
        return (seconds, minutes, hours) switch
        {
            ( < 120, _, _) => $"{seconds}s",
            (_, < 10, _) => Two(minutes, "m", seconds % 60, "s"),
            (_, < 180, _) => $"{minutes}m",
            (_, _, < 8) => Two(hours, "h", minutes % 60, "m"),
            (_, _, < 48) => $"{hours}h",
            (_, _, < 192) => Two(hours / 24, "d", hours % 24, "h"),
            (_, _, < 24 * 365 * 2) => $"{hours / 24}d",
            (_, _, < 24 * 365 * 8) => Two(hours / 24 / 365, "y", hours / 24 % 365, "d"),
            _ => $"{hours / 24 / 365}y",
        };
    }

    private static string Two(long large, string unit, long small, string part) =>
        small == 0 ? $"{large}{unit}" : $"{large}{unit}{small}{part}";
}
