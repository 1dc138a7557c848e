using System.Runtime.InteropServices;

namespace GitOpsGuard.Playground.Processes;

/// <summary>Sends a signal to one process, which .NET has no call for.</summary>
internal static partial class PosixSignals
{
    /// <summary>SIGTERM, the same number on every POSIX system.</summary>
    public const int Terminate = 15;

    /// <summary>Returns 0 when the signal was sent.</summary>
    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int Send(int processId, int signal);
}
