using System.Diagnostics;

namespace GitOpsGuard.Playground.Processes;

/// <summary>
/// A file that names the processes that a playground started: id, start time, name. A playground that was killed
/// leaves it behind, and the next one ends exactly those processes: an id that was given to another program since
/// has another start time and is left alone.
/// </summary>
internal sealed class ProcessLedger(string file)
{
    /// <summary>The system reports start times in clock ticks since boot; two readings differ a little.</summary>
    private const long ClockSlackMilliseconds = 2000;

    private readonly Lock _lock = new();
    private readonly Dictionary<int, string> _lines = [];

    /// <summary>Ends what an earlier playground left running, and returns the names of what was ended.</summary>
    public IReadOnlyList<string> EndLeftovers()
    {
        if (!File.Exists(file))
            return [];

        var ended = File.ReadAllLines(file).Select(EndLeftover).OfType<string>().ToList();
        File.Delete(file);
        return ended;
    }

    public void Add(string name, Process process)
    {
        lock (_lock)
        {
            _lines[process.Id] = string.Create(
                CultureInfo.InvariantCulture, $"{process.Id} {StartTime(process)} {name}");
            Write();
        }
    }

    public void Remove(int processId)
    {
        lock (_lock)
        {
            if (_lines.Remove(processId))
                Write();
        }
    }

    private static string? EndLeftover(string line)
    {
        var parts = line.Split(' ', 3);
        if (parts.Length != 3 || !int.TryParse(parts[0], CultureInfo.InvariantCulture, out var id))
            return null;

        try
        {
            using var process = Process.GetProcessById(id);
            if (!long.TryParse(parts[1], CultureInfo.InvariantCulture, out var started)
                || Math.Abs(StartTime(process) - started) > ClockSlackMilliseconds)
                return null;
            process.Kill(entireProcessTree: true);
            return parts[2];
        }
        catch (Exception error) when (error is ArgumentException or InvalidOperationException)
        {
            return null;
        }
    }

    private static long StartTime(Process process)
    {
        try
        {
            return new DateTimeOffset(process.StartTime.ToUniversalTime()).ToUnixTimeMilliseconds();
        }
        catch (InvalidOperationException)
        {
            return 0;
        }
    }

    private void Write()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllLines(file, _lines.Values);
    }
}
