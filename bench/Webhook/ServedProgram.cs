using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace GitOpsGuard.Webhook.Bench;

/// <summary>A server under test, as a process of its own.</summary>
internal sealed class ServedProgram : IAsyncDisposable
{
    private static readonly HttpClient Http = new(new SocketsHttpHandler { UseProxy = false });
    private readonly Process _process;

    private ServedProgram(Process process, int httpsPort, int healthPort) => (_process, HttpsPort, HealthPort) = (process, httpsPort, healthPort);

    public int HttpsPort { get; }

    private int HealthPort { get; }

    /// <summary>Milliseconds from the start of the process until it said that it is ready.</summary>
    public double StartMilliseconds { get; private set; }

    /// <summary>Processor time so far, of all processors together.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Resident memory in MB.</summary>
    public double ResidentMegabytes
    {
        get
        {
            var line = File.ReadLines($"/proc/{_process.Id}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
            return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
        }
    }

    /// <summary>Starts a program and waits until a path of its plain port is answered with 200.</summary>
    public static async Task<ServedProgram> StartAsync(
        string file, Func<int, int, (IEnumerable<string> Arguments, IEnumerable<KeyValuePair<string, string>> Environment)> settings, string readyPath)
    {
        var (https, health) = (FreePort(), FreePort());
        var (arguments, environment) = settings(https, health);
        // What it logs is for others to read: a reader here would take its processor time from the load.
        var start = new ProcessStartInfo("/bin/sh", ["-c", "exec \"$0\" \"$@\" > /dev/null", file, .. arguments]) { UseShellExecute = false, RedirectStandardError = true };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        var began = Stopwatch.GetTimestamp();
        var process = Process.Start(start)!;
        process.ErrorDataReceived += (_, line) => Console.Error.WriteLine(line.Data);
        process.BeginErrorReadLine();
        var program = new ServedProgram(process, https, health);
        while (!await program.AnswersAsync(readyPath))
        {
            if (process.HasExited) throw new InvalidOperationException($"{file} ended with {process.ExitCode}.");
            await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System);
        }

        program.StartMilliseconds = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        return program;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task<bool> AnswersAsync(string path)
    {
        try
        {
            using var answer = await Http.GetAsync(new Uri($"http://127.0.0.1:{HealthPort}{path}"));
            return answer.StatusCode is HttpStatusCode.OK || path.Length == 1;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
