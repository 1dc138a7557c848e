namespace GitOpsGuard.Playground.Forge;

/// <summary>The frame of every page. It runs no script and may be shown in no frame.</summary>
internal static class PageHtml
{
    private const string Style = """
        :root { color-scheme: light dark; }
        body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
        header { border-bottom: 1px solid #8884; margin-bottom: 1rem; }
        header a { color: inherit; text-decoration: none; font-weight: 600; }
        pre { overflow-x: auto; padding: .75rem; border: 1px solid #8884; border-radius: 6px; }
        pre.body { white-space: pre-wrap; }
        pre.body:empty { display: none; }
        .diff span { display: block; min-height: 1.5em; }
        .diff .add { background: #2da44e33; } .diff .del { background: #cf222e33; }
        .diff .hunk, .diff .file { color: #57606a; }
        span.add { color: #1a7f37; } span.del, .error { color: #cf222e; }
        .state { border-radius: 1em; padding: .1em .7em; color: #fff; font-size: .85em; }
        .open { background: #1a7f37; } .merged { background: #8250df; }
        button { font: inherit; padding: .4em 1.2em; border: 0; border-radius: 6px; background: #1a7f37; color: #fff; cursor: pointer; }
        """;

    public static Task WriteAsync(HttpContext context, string title, string body)
    {
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.Headers.ContentSecurityPolicy =
            "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'";
        var heading = WebUtility.HtmlEncode(title);
        return context.Response.WriteAsync(
            $"""
            <!doctype html>
            <html lang="en">
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{heading}</title>
            <style>{Style}</style></head>
            <body><header><p><a href="/">Playground forge</a></p></header><h1>{heading}</h1>
            {body}
            </body></html>
            """,
            context.RequestAborted);
    }
}
