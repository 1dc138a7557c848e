namespace GitOpsGuard.Kubernetes.Transport;

/// <summary>The <c>Warning</c> headers (code 299) by which API servers and webhooks advise clients.</summary>
internal static class Warnings
{
    public static void Report(HttpResponseMessage response, Action<string>? warned, Func<string, string> clean)
    {
        if (warned is null) return;
        foreach (var warning in response.Headers.Warning)
            if (warning.Code == 299) warned(clean(Unquote(warning.Text)));
    }

    private static string Unquote(string text)
    {
        if (text is not ['"', .. var inner, '"']) return text;
        return inner.Replace("\\\"", "\"", StringComparison.Ordinal).Replace("\\\\", "\\", StringComparison.Ordinal);
    }
}
