using Microsoft.AspNetCore.Http;

namespace GitOpsGuard.Playground.Cluster.Representation;

/// <summary>Reads what an Accept header asks for.</summary>
internal static class Negotiation
{
    /// <summary>The first form in the header that can be served.</summary>
    public static Form Wanted(HttpRequest request)
    {
        foreach (var part in request.Headers.Accept.ToString().Split(','))
        {
            var words = part.Split(';').Select(word => word.Trim()).ToList();
            if (words[0] is not ("application/json" or "*/*" or "application/*" or "")) continue;
            if (!words.Contains("g=meta.k8s.io") || !words.Contains("v=v1"))
            {
                if (words.Any(word => word.StartsWith("as=", StringComparison.Ordinal))) continue;
                return Form.Whole;
            }

            if (words.Contains("as=Table")) return Form.Table;
            if (words.Contains("as=PartialObjectMetadata") || words.Contains("as=PartialObjectMetadataList")) return Form.MetadataOnly;
        }

        return Form.Whole;
    }
}
