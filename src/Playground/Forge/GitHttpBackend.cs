using GitOpsGuard.Playground.Processes;

namespace GitOpsGuard.Playground.Forge;

/// <summary>
/// Git's smart HTTP protocol by <c>git http-backend</c>, which speaks CGI (RFC 3875): the request in environment
/// variables and standard input, the answer as headers, an empty line and a body.
/// </summary>
internal sealed class GitHttpBackend(string projectRoot, IReadOnlyDictionary<string, string> environment)
{
    /// <summary>Answers a request for <paramref name="path"/> under the project root.</summary>
    public async Task ServeAsync(HttpContext context, string path, ForgeUser? user)
    {
        var spec = new ProcessSpec("git", ["http-backend"], Variables(context.Request, path, user));
        using var process = Command.Start(spec, redirectInput: true);
        try
        {
            var errors = process.StandardError.ReadToEndAsync(context.RequestAborted);
            var input = SendAsync(context.Request, process.StandardInput.BaseStream);
            await AnswerAsync(context, process.StandardOutput.BaseStream);
            await input;
            await errors;
            await process.WaitForExitAsync(context.RequestAborted);
        }
        catch
        {
            ChildProcess.Kill(process);
            throw;
        }
    }

    private Dictionary<string, string> Variables(HttpRequest request, string path, ForgeUser? user)
    {
        var variables = new Dictionary<string, string>(environment, StringComparer.Ordinal)
        {
            ["GIT_PROJECT_ROOT"] = projectRoot,
            ["GIT_HTTP_EXPORT_ALL"] = "1",
            ["GATEWAY_INTERFACE"] = "CGI/1.1",
            ["SERVER_PROTOCOL"] = request.Protocol,
            ["REQUEST_METHOD"] = request.Method,
            ["PATH_INFO"] = path,
            ["QUERY_STRING"] = request.QueryString.HasValue ? request.QueryString.Value![1..] : "",
            ["REMOTE_ADDR"] = request.HttpContext.Connection.RemoteIpAddress?.ToString() ?? "",
        };
        if (request.ContentType is { } type)
            variables["CONTENT_TYPE"] = type;
        if (request.ContentLength is { } length)
            variables["CONTENT_LENGTH"] = length.ToString(CultureInfo.InvariantCulture);
        if (request.Headers.ContentEncoding is [{ } encoding])
            variables["HTTP_CONTENT_ENCODING"] = encoding;
        if (request.Headers["Git-Protocol"] is [{ } protocol])
            variables["GIT_PROTOCOL"] = protocol;
        if (user is not null)
            variables["REMOTE_USER"] = user.Login;
        return variables;
    }

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
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            var (name, value) = (line[..colon], line[(colon + 1)..].Trim());
            if (name.Equals("Status", StringComparison.OrdinalIgnoreCase))
                context.Response.StatusCode = int.Parse(value.Split(' ')[0], CultureInfo.InvariantCulture);
            else
                context.Response.Headers.Append(name, value);
        }

        await output.CopyToAsync(context.Response.Body, context.RequestAborted);
    }

    /// <summary>A header line without its end; bytes past it stay unread, since the body follows.</summary>
    private static async Task<string?> ReadLineAsync(Stream stream, CancellationToken cancellationToken)
    {
        var line = new StringBuilder();
        var one = new byte[1];
        while (await stream.ReadAsync(one, cancellationToken) == 1)
        {
            if (one[0] == '\n')
                return line.ToString().TrimEnd('\r');
            line.Append((char)one[0]);
        }

        return line.Length > 0 ? line.ToString() : null;
    }
}
