using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.DataProtection;

namespace GitOpsGuard.Playground.Forge;

/// <summary>
/// A small forge on loopback: Git over smart HTTP, the part of Gitea's API that handles pull requests, and pages for people. Public
/// repositories are read without credentials; every push needs a token.
/// </summary>
internal sealed class ForgeServer : IAsyncDisposable
{
    private readonly WebApplication _application;

    private ForgeServer(WebApplication application, ForgeDirectory directory)
    {
        (_application, Directory) = (application, directory);
        Document = new GiteaDocument(() => Address);
    }

    /// <summary>Where it listens, once it does.</summary>
    public Uri Address => new(_application.Urls.Single());

    public ForgeDirectory Directory { get; }
    public GiteaDocument Document { get; }

    /// <summary>Starts on a free port. Pages act as <paramref name="maintainer"/>.</summary>
    public static async Task<ForgeServer> StartAsync(ForgeDirectory directory, ForgeUser maintainer, CancellationToken ct)
    {
        var application = Build();
        var server = new ForgeServer(application, directory);
        var backend = new GitHttpBackend(directory);
        application.UseHostFiltering();
        application.Use(AnswerErrorsAsync);
        application.Use(backend.ServeAsync);
        application.UseRouting();
        new GiteaApi(directory, server.Document).Map(application);
        new ForgePages(directory, server.Document, maintainer, application.Services.GetRequiredService<IAntiforgery>()).Map(application);
        await application.StartAsync(ct);
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        await _application.DisposeAsync();
        Directory.Dispose();
    }

    private static WebApplication Build()
    {
        var builder = WebApplication.CreateSlimBuilder(["--hostBuilder:reloadConfigOnChange=false"]);
        builder.Logging.ClearProviders();
        builder.Services.AddHostFiltering(options => options.AllowedHosts = ["127.0.0.1", "localhost"]);
        builder.Services.AddSingleton<IDataProtectionProvider, EphemeralDataProtectionProvider>();
        builder.Services.AddAntiforgery(options =>
        {
            options.Cookie.Name = "forge_session";
            options.FormFieldName = "csrf_token";
        });
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0);
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = null;
        });
        return builder.Build();
    }

    private static async Task AnswerErrorsAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (ForgeException error) when (!context.Response.HasStarted)
        {
            context.Response.StatusCode = (int)error.Code;
            if (error.Code == HttpStatusCode.Unauthorized) context.Response.Headers.WWWAuthenticate = "Basic realm=\"playground\"";
            await (context.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal)
                ? GiteaApi.WriteErrorAsync(context, error)
                : ForgePages.WriteErrorAsync(context, error));
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client went away.
        }
    }
}
