using System.Buffers;
using System.Globalization;
using System.Text;

namespace GitOpsGuard.Core;

/// <summary>
/// Durations as Kubernetes writes them, the strings of Go's <c>time.ParseDuration</c> and <c>Duration.String</c>:
/// <c>1h30m</c>, <c>1.5s</c>, <c>300ms</c>, <c>0</c>. Finer than 100 nanoseconds is cut off.
/// </summary>
public static class GoDuration
{
    private static readonly SearchValues<char> NumberCharacters = SearchValues.Create("0123456789.");

    /// <summary>Parses a duration; a number without a unit is none, except <c>0</c>.</summary>
    public static bool TryParse(string? text, out TimeSpan duration)
    {
        duration = default;
        if (string.IsNullOrEmpty(text)) return false;
        var rest = text.AsSpan();
        var negative = rest[0] == '-';
        if (rest[0] is '-' or '+') rest = rest[1..];
        if (rest is "0") return true;
        if (rest.IsEmpty) return false;
        var ticks = 0m;
        while (!rest.IsEmpty)
        {
            if (!TryTake(ref rest, out var part)) return false;
            ticks += part;
            if (ticks > long.MaxValue) return false;
        }

        duration = TimeSpan.FromTicks((long)(negative ? -ticks : ticks));
        return true;
    }

    /// <summary>The canonical form: <c>1h30m0s</c>, <c>1.5s</c>, <c>300ms</c>, <c>0s</c>.</summary>
    public static string Format(TimeSpan duration)
    {
        if (duration == TimeSpan.Zero) return "0s";
        var ticks = Math.Abs((decimal)duration.Ticks);
        var text = new StringBuilder(duration < TimeSpan.Zero ? "-" : "");
        if (ticks < TimeSpan.TicksPerMillisecond) return text.Append(Number(ticks / TimeSpan.TicksPerMicrosecond)).Append("µs").ToString();
        if (ticks < TimeSpan.TicksPerSecond) return text.Append(Number(ticks / TimeSpan.TicksPerMillisecond)).Append("ms").ToString();
        var hours = Math.Floor(ticks / TimeSpan.TicksPerHour);
        var minutes = Math.Floor(ticks / TimeSpan.TicksPerMinute);
        if (hours > 0) text.Append(Number(hours)).Append('h');
        if (minutes > 0) text.Append(Number(minutes % 60)).Append('m');
        return text.Append(Number(ticks / TimeSpan.TicksPerSecond % 60)).Append('s').ToString();
    }

    /// <summary>Takes one number and its unit off the front.</summary>
    private static bool TryTake(ref ReadOnlySpan<char> rest, out decimal ticks)
    {
        ticks = 0;
        var digits = rest.IndexOfAnyExcept(NumberCharacters);
        if (digits <= 0 || digits > 24) return false;
        if (!decimal.TryParse(rest[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)) return false;
        rest = rest[digits..];
        var letters = rest.IndexOfAny(NumberCharacters);
        var unit = letters < 0 ? rest : rest[..letters];
        rest = rest[unit.Length..];
        if (TicksOf(unit) is not { } each || number > decimal.MaxValue / TimeSpan.TicksPerHour) return false;
        ticks = number * each;
        return true;
    }

    private static decimal? TicksOf(ReadOnlySpan<char> unit) => unit switch
    {
        "ns" => 0.01m,
        "us" or "µs" or "μs" => TimeSpan.TicksPerMicrosecond,
        "ms" => TimeSpan.TicksPerMillisecond,
        "s" => TimeSpan.TicksPerSecond,
        "m" => TimeSpan.TicksPerMinute,
        "h" => TimeSpan.TicksPerHour,
        _ => null,
    };

    private static string Number(decimal value) => value.ToString("0.#########", CultureInfo.InvariantCulture);
}
