using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using GitOpsGuard.Testing.Api;

namespace GitOpsGuard.Webhook.Tests.Load;

/// <summary>A replica of the guard as a process of its own.</summary>
internal sealed class GuardProcess : IAsyncDisposable
{
    private static readonly string Program = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../Webhook/release/gitopsguard-webhook"));
    private static readonly HttpClient Http = new(new SocketsHttpHandler { UseProxy = false });

    private readonly Process _process;
    private readonly int _healthPort;

    private GuardProcess(Process process, int httpsPort, int healthPort) => (_process, HttpsPort, _healthPort) = (process, httpsPort, healthPort);

    internal int HttpsPort { get; }

    internal bool HasExited => _process.HasExited;

    internal int ExitCode => _process.ExitCode;

    internal static async Task<GuardProcess> StartAsync(ServedApi api, params (string Name, string Value)[] variables)
    {
        var (https, health) = (FreePort(), FreePort());
        var start = new ProcessStartInfo(Program) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in api.Environment) start.Environment[name] = value;
        start.Environment["GITOPSGUARD_LISTEN_ADDRESS"] = "127.0.0.1";
        start.Environment["GITOPSGUARD_HTTPS_PORT"] = $"{https}";
        start.Environment["GITOPSGUARD_HEALTH_PORT"] = $"{health}";
        start.Environment["GITOPSGUARD_CERTIFICATE_OVERLAP"] = "5s";
        start.Environment["GITOPSGUARD_DRAIN"] = "5s";
        foreach (var (name, value) in variables) start.Environment[name] = value;
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var guard = new GuardProcess(process, https, health);
        await Patience.UntilAsync(async () => guard.HasExited || await guard.IsReadyAsync());
        return guard.HasExited ? throw new InvalidOperationException($"The guard ended with {guard.ExitCode}.") : guard;
    }

    /// <summary>Whether a probe would let it have requests.</summary>
    internal async Task<bool> IsReadyAsync()
    {
        try
        {
            using var answer = await Http.GetAsync(new Uri($"http://127.0.0.1:{_healthPort}/readyz"), CancellationToken.None);
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    /// <summary>Whether it still takes connections.</summary>
    internal async Task<bool> ListensAsync()
    {
        try
        {
            using var connection = new TcpClient();
            await connection.ConnectAsync(IPAddress.Loopback, HttpsPort, CancellationToken.None);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>Asks it to end, as a kubelet does.</summary>
    internal async Task AskToEndAsync()
    {
        using var kill = Process.Start("sh", ["-c", $"kill -TERM {_process.Id}"]);
        await kill.WaitForExitAsync(CancellationToken.None);
    }

    /// <summary>Waits until it has ended.</summary>
    internal Task EndedAsync() => _process.WaitForExitAsync(CancellationToken.None);

    /// <summary>Ends it at once.</summary>
    internal async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        if (!HasExited) await KillAsync();
        _process.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
