using System.Diagnostics;
using GitOpsGuard.Recorder.Scripts;

namespace GitOpsGuard.Recorder.Recording;

/// <summary>A run of kubectl.</summary>
internal sealed class KubectlProcess : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);
    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _errors;

    private KubectlProcess(Process process)
    {
        _process = process;
        _output = process.StandardOutput.ReadToEndAsync();
        _errors = process.StandardError.ReadToEndAsync();
    }

    public bool HasExited => _process.HasExited;

    /// <summary>Starts a command line in a folder against a server.</summary>
    public static async Task<KubectlProcess> StartAsync(KubectlStep step, string line, string input, DirectoryInfo folder, string server)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", $"exec {Program()} --server={server} {line}"])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder.FullName,
        };
        start.Environment.Clear();
        start.Environment["PATH"] = Environment.GetEnvironmentVariable("PATH");
        start.Environment["HOME"] = folder.FullName;
        start.Environment["KUBECONFIG"] = "/dev/null";
        start.Environment["NO_PROXY"] = "*";
        start.Environment["TZ"] = "UTC";
        if (step.Editor is not null) start.Environment["KUBE_EDITOR"] = step.Editor;
        var process = new KubectlProcess(Process.Start(start)!);
        try
        {
            await process._process.StandardInput.WriteAsync(input);
            process._process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended without reading; its exit code tells the rest.
        }

        return process;
    }

    /// <summary>Waits for its end. Throws <see cref="ScriptException"/> when it does not end as the script says.</summary>
    public async Task<string> EndAsync(KubectlStep step, CancellationToken cancel)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        deadline.CancelAfter(Deadline);
        try
        {
            await _process.WaitForExitAsync(deadline.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);
            throw new ScriptException($"kubectl {step.Line} did not end within {Deadline.TotalSeconds:0} s: {await _output}{await _errors}");
        }

        var said = await _output + await _errors;
        if (_process.ExitCode != 0 != step.Fails)
            throw new ScriptException($"kubectl {step.Line} ended with {_process.ExitCode}: {said}");
        return said;
    }

    /// <summary>Ends it now.</summary>
    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
    }

    private static string Program()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var tool = Path.Combine(folder.FullName, ".tools", "kubectl");
            if (File.Exists(tool)) return tool;
        }

        return "kubectl";
    }
}
