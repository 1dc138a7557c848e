using System.Diagnostics;

namespace GitOpsGuard.Playground.Processes;

/// <summary>
/// A file that names the processes that a playground started: id, start time, name. A playground that was killed leaves it behind,
/// and the next one ends exactly those processes: an id that was given to another program since has another start time and is left
/// alone.
/// </summary>
internal sealed class ProcessLedger(string file)
{
    /// <summary>The system reports start times in clock ticks since boot; two readings differ a little.</summary>
    private const long ClockSlackMilliseconds = 2000;

    private readonly ConcurrentDictionary<int, string> _lines = [];

    /// <summary>Ends what an earlier playground left running, and returns the names of what was ended.</summary>
    public IReadOnlyList<string> EndLeftovers()
    {
        if (!File.Exists(file)) return [];
        var ended = File.ReadAllLines(file).Select(EndLeftover).OfType<string>().ToList();
        File.Delete(file);
        return ended;
    }

    public void Add(string name, Process process)
    {
        _lines[process.Id] = $"{process.Id} {StartTime(process)} {name}";
        Save();
    }

    public void Remove(int processId)
    {
        if (_lines.TryRemove(processId, out _)) Save();
    }

    private static string? EndLeftover(string line)
    {
        if (line.Split(' ', 3) is not [var id, var started, var name]) return null;
        try
        {
            using var process = Process.GetProcessById(int.Parse(id, CultureInfo.InvariantCulture));
            if (Math.Abs(StartTime(process) - long.Parse(started, CultureInfo.InvariantCulture)) > ClockSlackMilliseconds) return null;
            process.Kill(entireProcessTree: true);
            return name;
        }
        catch (Exception error) when (error is ArgumentException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    /// <summary>In milliseconds; 0 for a process that has ended.</summary>
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

    private void Save()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        lock (_lines) File.WriteAllLines(file, _lines.Values);
    }
}
