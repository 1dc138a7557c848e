namespace GitOpsGuard.Playground.Forge;

/// <summary>
/// Git's smart HTTP protocol by <c>git http-backend</c>, which speaks CGI (RFC 3875): the request in environment variables and
/// standard input, the answer as headers, an empty line and a body.
/// </summary>
internal sealed class GitHttpBackend(ForgeDirectory directory)
{
    /// <summary>Answers requests for <c>/owner/name.git/...</c>; everything else goes on.</summary>
    public async Task ServeAsync(HttpContext context, RequestDelegate next)
    {
        var parts = context.Request.Path.Value!.Split('/', 4);
        var isGit = parts.Length == 4 && parts[2].EndsWith(".git", StringComparison.Ordinal);
        await (isGit ? ServeAsync(context, parts[1], parts[2][..^4], parts[3]) : next(context));
    }

    private async Task ServeAsync(HttpContext context, string owner, string name, string path)
    {
        var user = directory.Authenticate(context.Request);
        var writes = path == "git-receive-pack" || context.Request.Query["service"] == "git-receive-pack";
        var isPrivate = directory.Repositories.Any(known => known.IsPrivate && known.FullName == $"{owner}/{name}");
        if (user is null && (writes || isPrivate)) throw new ForgeException(HttpStatusCode.Unauthorized, "credentials are required");
        var repository = directory.Repository(owner, name, user);
        await ServeAsync(context, $"/{repository.FullName}.git/{path}", user);
    }

    private async Task ServeAsync(HttpContext context, string path, ForgeUser? user)
    {
        var shell = directory.Shell.With(Variables(context.Request, path, user).Where(variable => variable.Value is not null)!);
        using var process = shell.Start(["git", "http-backend"], redirectInput: true);
        try
        {
            var errors = process.StandardError.ReadToEndAsync(context.RequestAborted);
            var input = SendAsync(context.Request, process.StandardInput.BaseStream);
            await AnswerAsync(context, process.StandardOutput.BaseStream);
            await Task.WhenAll(input, errors);
            await process.WaitForExitAsync(context.RequestAborted);
        }
        catch
        {
            ChildProcess.Kill(process);
            throw;
        }
    }

    private (string Name, string? Value)[] Variables(HttpRequest request, string path, ForgeUser? user) =>
    [
        ("GIT_PROJECT_ROOT", directory.Folder),
        ("GIT_HTTP_EXPORT_ALL", "1"),
        ("REQUEST_METHOD", request.Method),
        ("PATH_INFO", path),
        ("QUERY_STRING", request.QueryString.Value is ['?', .. var query] ? query : ""),
        ("CONTENT_TYPE", request.ContentType),
        ("CONTENT_LENGTH", request.ContentLength?.ToString(CultureInfo.InvariantCulture)),
        ("HTTP_CONTENT_ENCODING", request.Headers.ContentEncoding),
        ("GIT_PROTOCOL", request.Headers["Git-Protocol"]),
        ("REMOTE_USER", user?.Login),
    ];

    private static async Task SendAsync(HttpRequest request, Stream input)
    {
        try
        {
            await request.Body.CopyToAsync(input, request.HttpContext.RequestAborted);
            input.Close();
        }
        catch (IOException)
        {
            // git ended before it read everything; its answer says why.
        }
    }

    private static async Task AnswerAsync(HttpContext context, Stream output)
    {
        while (await ReadLineAsync(output, context.RequestAborted) is { Length: > 0 } line)
        {
            if (line.Split(':', 2, StringSplitOptions.TrimEntries) is not [var name, var value]) continue;
            if (name == "Status") context.Response.StatusCode = int.Parse(value.Split(' ')[0], CultureInfo.InvariantCulture);
            else context.Response.Headers.Append(name, value);
        }

        await output.CopyToAsync(context.Response.Body, context.RequestAborted);
    }

    /// <summary>A header line without its end; bytes past it stay unread, since the body follows.</summary>
    private static async Task<string> ReadLineAsync(Stream stream, CancellationToken ct)
    {
        var line = new StringBuilder();
        var one = new byte[1];
        while (await stream.ReadAsync(one, ct) == 1 && one[0] != '\n') line.Append((char)one[0]);
        return line.ToString().TrimEnd('\r');
    }
}
