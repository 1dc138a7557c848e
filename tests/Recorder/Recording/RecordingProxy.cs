using System.Collections.Concurrent;
using System.Net;
using System.Text.RegularExpressions;
using GitOpsGuard.Recorder.Recorded;
using GitOpsGuard.Recorder.Servers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace GitOpsGuard.Recorder.Recording;

/// <summary>
/// Stands between kubectl and the server, at <c>/SCENARIO/USER</c>. It asks for JSON where kubectl would take a binary
/// form, and leaves out what kubectl reads about the API itself.
/// </summary>
internal sealed partial class RecordingProxy : IAsyncDisposable
{
    private readonly WebApplication _web;
    private readonly ConcurrentDictionary<string, Session> _sessions = new(StringComparer.Ordinal);

    private RecordingProxy(WebApplication web) => _web = web;

    private string Address => _web.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();

    public static async Task<RecordingProxy> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Listen(IPAddress.Loopback, 0);
        });
        var proxy = new RecordingProxy(builder.Build());
        proxy._web.Run(proxy.HandleAsync);
        await proxy._web.StartAsync(CancellationToken.None);
        return proxy;
    }

    /// <summary>The address of a scenario for a user.</summary>
    public string Open(Session session, string? user)
    {
        _sessions[session.Scenario.Namespace] = session;
        return $"{Address}/{session.Scenario.Namespace}/{user ?? "-"}";
    }

    public ValueTask DisposeAsync() => _web.DisposeAsync();

    private async Task HandleAsync(HttpContext context)
    {
        var parts = context.Request.Path.Value!.Split('/', 4);
        var session = _sessions[parts[1]];
        var cancel = context.RequestAborted;
        var request = await ReadAsync(context, parts[2] == "-" ? null : parts[2], WatchTime().Replace($"/{parts[3]}{context.Request.QueryString}", "timeoutSeconds=300"), cancel);
        if (request.IsWatch)
        {
            await WatchAsync(context, session, request, cancel);
            return;
        }

        await session.Pace.BeforeAsync(request, cancel);
        var answer = await session.Server.SendAsync(request, cancel);
        session.Pace.After(request);
        if (!IsAboutTheApi(request)) session.Add(session.Normal(request), answer);
        context.Response.StatusCode = answer.Code;
        context.Response.ContentType = answer.ContentType;
        foreach (var warning in answer.Warnings) context.Response.Headers.Append("Warning", warning);
        if (answer.Content.Length > 0) await context.Response.Body.WriteAsync(answer.Content, cancel);
    }

    private static async Task WatchAsync(HttpContext context, Session session, RecordedRequest request, CancellationToken cancel)
    {
        using var upstream = await session.Server.OpenAsync(request, cancel);
        context.Response.StatusCode = (int)upstream.StatusCode;
        context.Response.ContentType = upstream.Content.Headers.ContentType?.ToString();
        await context.Response.StartAsync(cancel);
        await context.Response.Body.FlushAsync(cancel);
        await using var stream = new EventStream(upstream, ForwardAsync, cancel);
        await stream.BegunAsync(request, TimeSpan.FromSeconds(30), cancel);
        session.AddWatch(session.Normal(request), stream);
        await stream.Ended;
        session.Close(stream);

        async Task ForwardAsync(byte[] line)
        {
            await context.Response.Body.WriteAsync(line, cancel);
            await context.Response.Body.FlushAsync(cancel);
        }
    }

    private static async Task<RecordedRequest> ReadAsync(HttpContext context, string? user, string path, CancellationToken cancel)
    {
        using var content = new MemoryStream();
        await context.Request.Body.CopyToAsync(content, cancel);
        var headers = context.Request.Headers;
        return new RecordedRequest(context.Request.Method, path)
        {
            User = user,
            Accept = JsonOnly(headers.Accept.ToString()),
            ContentType = content.Length > 0 ? context.Request.ContentType : null,
            Headers = headers
                .Where(header => header.Key.StartsWith("Impersonate-", StringComparison.OrdinalIgnoreCase))
                .ToDictionary(header => header.Key, header => header.Value.Select(value => value!).ToArray()),
        }.WithContent(content.ToArray());
    }

    private static string JsonOnly(string accept)
    {
        var kept = accept.Split(',').Where(form => !form.Contains("vnd.kubernetes.protobuf", StringComparison.Ordinal)).ToList();
        return kept.Count == 0 || kept[0].Length == 0 ? "application/json" : string.Join(',', kept);
    }

    /// <summary>How long a watch of kubectl lasts, which it draws by lot.</summary>
    [GeneratedRegex("timeoutSeconds=[0-9]{3}\\b")]
    private static partial Regex WatchTime();

    private static bool IsAboutTheApi(RecordedRequest request)
    {
        var path = request.Path.Split('?')[0];
        return request.Path == "/apis/apiextensions.k8s.io/v1/customresourcedefinitions" || path is "/api" or "/apis" or "/version" || path.StartsWith("/openapi/", StringComparison.Ordinal)
            || (request.Method == "GET" && path.Trim('/').Split('/') is ["api", _] or ["apis", _] or ["apis", _, _]);
    }
}
