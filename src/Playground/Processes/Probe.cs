namespace GitOpsGuard.Playground.Processes;

/// <summary>Asks programs over HTTP whether they are ready.</summary>
internal static class Probe
{
    /// <summary>Whether a program answers that it is; false while it does not answer at all.</summary>
    public static async Task<bool> IsReadyAsync(HttpClient http, Uri address, CancellationToken ct)
    {
        try
        {
            using var response = await http.GetAsync(address, ct);
            return response.IsSuccessStatusCode;
        }
        catch (Exception error) when (error is HttpRequestException || (error is OperationCanceledException && !ct.IsCancellationRequested))
        {
            return false;
        }
    }
}
