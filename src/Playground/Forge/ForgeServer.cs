namespace GitOpsGuard.Playground.Forge;

/// <summary>
/// A small forge on loopback: Git over smart HTTP, the part of Gitea's API that handles pull requests, and pages for
/// people. Public repositories are read without credentials; every push needs a token.
/// </summary>
internal sealed class ForgeServer : IAsyncDisposable
{
    private readonly WebApplication _application;

    private ForgeServer(WebApplication application, ForgeDirectory directory, GiteaDocument document, Uri address)
    {
        _application = application;
        Directory = directory;
        Document = document;
        Address = address;
    }

    public Uri Address { get; }

    public ForgeDirectory Directory { get; }

    public GiteaDocument Document { get; }

    /// <summary>Starts on a free port. Pages act as <paramref name="maintainer"/>.</summary>
    public static async Task<ForgeServer> StartAsync(
        ForgeDirectory directory,
        ForgeUser maintainer,
        string repositories,
        IReadOnlyDictionary<string, string> environment,
        CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddHostFiltering(options => options.AllowedHosts = ["127.0.0.1", "localhost"]);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0);
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = null;
        });

        var application = builder.Build();
        application.UseHostFiltering();
        application.Use(AnswerErrorsAsync);
        var backend = new GitHttpBackend(repositories, environment);
        application.Use((context, next) => ServeGitAsync(context, next, directory, backend));
        application.UseRouting();

        // The address, which answers contain, is known only once the server listens.
        var port = 0;
        var document = new GiteaDocument(() => new Uri($"http://127.0.0.1:{port}"));
        new GiteaApi(directory, document).Map(application);
        new ForgePages(directory, document, maintainer).Map(application);
        await application.StartAsync(cancellationToken);
        var address = new Uri(application.Urls.Single());
        port = address.Port;
        return new ForgeServer(application, directory, document, address);
    }

    public async ValueTask DisposeAsync()
    {
        await _application.DisposeAsync();
        Directory.Dispose();
    }

    private static async Task AnswerErrorsAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (ForgeException error) when (!context.Response.HasStarted)
        {
            if (error.Code == HttpStatusCode.Unauthorized)
                context.Response.Headers.WWWAuthenticate = "Basic realm=\"playground\"";
            await (context.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal)
                ? GiteaApi.WriteErrorAsync(context, error)
                : ForgePages.WriteErrorAsync(context, error));
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client went away.
        }
    }

    /// <summary>Paths of the form /owner/name.git/... belong to Git; everything else goes on.</summary>
    private static async Task ServeGitAsync(
        HttpContext context, RequestDelegate next, ForgeDirectory directory, GitHttpBackend backend)
    {
        var parts = context.Request.Path.Value!.Split('/', 4);
        if (parts.Length != 4 || !parts[2].EndsWith(".git", StringComparison.Ordinal))
        {
            await next(context);
            return;
        }

        var user = directory.Authenticate(context.Request);
        var writes = parts[3] == "git-receive-pack" || context.Request.Query["service"] == "git-receive-pack";
        if (user is null && (writes || IsPrivate(directory, parts)))
            throw new ForgeException(HttpStatusCode.Unauthorized, "credentials are required");

        var repository = directory.Repository(parts[1], parts[2][..^4], user);
        await backend.ServeAsync(context, $"/{repository.FullName}.git/{parts[3]}", user);
    }

    private static bool IsPrivate(ForgeDirectory directory, string[] parts) => directory.Repositories.Any(
        repository => repository.IsPrivate && $"{repository.FullName}.git" == $"{parts[1]}/{parts[2]}");
}
