using System.Diagnostics;

namespace GitOpsGuard.Playground.Processes;

/// <summary>
/// Programs that a playground left running, since it was killed: they, and what they started, carry its mark in their environment.
/// </summary>
internal static class Leftovers
{
    /// <summary>The variable that names the state folder of the playground for which a program runs.</summary>
    public const string Mark = "PLAYGROUND_STATE";

    /// <summary>Ends every program of a state folder, and returns their names.</summary>
    public static IReadOnlyList<string> End(string state)
    {
        List<string> ended = [];
        foreach (var process in Process.GetProcesses())
        {
            using (process)
            {
                if (process.Id == Environment.ProcessId || !Variables(process.Id).Contains($"{Mark}={state}")) continue;
                ended.Add(process.ProcessName);
                ChildProcess.Kill(process);
            }
        }

        return ended;
    }

    /// <summary>The variables with which a process was started; none where they are somebody else's, or it has ended.</summary>
    private static string[] Variables(int processId)
    {
        try
        {
            return File.ReadAllText($"/proc/{processId}/environ").Split('\0');
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
