using System.Diagnostics;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace GitOpsGuard.Reconciler.Tests.Git;

/// <summary>Serves one repository by Git's smart HTTP on a free loopback port, as <c>/acme/shop.git</c>.</summary>
internal sealed class GitServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private GitServer(WebApplication app) => _app = app;

    public string Url => _app.Urls.First() + "/acme/shop.git";

    /// <summary>What each request must carry as <c>Authorization</c>; null asks for nothing.</summary>
    public string? Authorization { get; set; }

    /// <summary>Accepts requests and never answers.</summary>
    public bool Silent { get; set; }

    public int Requests { get; private set; }

    public static async Task<GitServer> StartAsync(string repository, CancellationToken ct)
    {
        var builder = WebApplication.CreateSlimBuilder(["--hostBuilder:reloadConfigOnChange=false"]);
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = new GitServer(builder.Build());
        server._app.Use(server.GuardAsync);
        server._app.MapGet("/moved.git/info/refs", (HttpContext http) => http.Response.Redirect("/acme/shop.git/info/refs" + http.Request.QueryString));
        server._app.MapGet("/acme/shop.git/info/refs", http => AdvertiseAsync(repository, http));
        server._app.MapPost("/acme/shop.git/git-upload-pack", http => UploadAsync(repository, http));
        server._app.MapGet("/page/info/refs", () => "a web page");
        await server._app.StartAsync(ct);
        return server;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private async Task GuardAsync(HttpContext http, RequestDelegate next)
    {
        Requests++;
        if (Silent) await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, http.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        else if (Authorization is not null && http.Request.Headers.Authorization != Authorization) http.Response.StatusCode = 401;
        else await next(http);
    }

    private static async Task AdvertiseAsync(string repository, HttpContext http)
    {
        http.Response.ContentType = "application/x-git-upload-pack-advertisement";
        await http.Response.Body.WriteAsync(Encoding.ASCII.GetBytes("001e# service=git-upload-pack\n0000"), http.RequestAborted);
        await RunAsync(http, "--http-backend-info-refs", repository);
    }

    private static Task UploadAsync(string repository, HttpContext http)
    {
        http.Response.ContentType = "application/x-git-upload-pack-result";
        return RunAsync(http, "--stateless-rpc", repository);
    }

    private static async Task RunAsync(HttpContext http, string mode, string repository)
    {
        var start = new ProcessStartInfo("git", ["-c", "safe.directory=*", "upload-pack", mode, repository])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        using var git = Process.Start(start)!;
        await http.Request.Body.CopyToAsync(git.StandardInput.BaseStream, http.RequestAborted);
        git.StandardInput.Close();
        await git.StandardOutput.BaseStream.CopyToAsync(http.Response.Body, http.RequestAborted);
        await git.WaitForExitAsync(http.RequestAborted);
    }
}
