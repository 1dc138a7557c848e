namespace GitOpsGuard.Playground.Cluster.Discovery;

/// <summary>Serves what is not a resource: health, version, discovery and the OpenAPI documents.</summary>
internal sealed class DiscoveryEndpoint(ClusterServices cluster)
{
    private const string AggregatedForm = "g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";

    // kubectl asks here for kinds that version 3 does not know: a document that knows none, in binary form.
    private static readonly byte[] EmptySwagger = [0x0a, 3, .. "2.0"u8];

    // Documents are large and change only when a definition does.
    private readonly ConcurrentDictionary<(string Group, string Version), (object Catalog, JsonObject Document)> documents = [];

    public async Task ServeAsync(HttpContext context, CancellationToken cancel)
    {
        var path = context.Request.Path.Value!.TrimEnd('/');
        var wanted = new AccessAttributes(context.Request.Method.ToLowerInvariant(), "", "", "", "", "", path.Length > 0 ? path : "/");
        cluster.Authorizer.Demand(await cluster.Authentication.IdentifyAsync(context, wanted), wanted);
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        switch (parts)
        {
            case ["healthz" or "readyz" or "livez", ..]:
                await Answers.WriteTextAsync(context, 200, "ok", cancel);
                return;
            case ["openapi", "v2"]:
                context.Response.ContentType = "application/com.github.proto-openapi.spec.v2.v1.0+protobuf";
                await context.Response.Body.WriteAsync(EmptySwagger, cancel);
                return;
            case ["openapi", "v3"]:
                await Answers.WriteAsync(context, 200, OpenApiDocuments.Index(cluster.Catalog.All.Select(type => (type.Row, type.Schema))), cancel,
                    "text/plain; charset=utf-8");
                return;
            case ["api" or "apis"] when context.Request.Headers.Accept.ToString().Contains(AggregatedForm, StringComparison.Ordinal):
                context.Response.Headers.Vary = "Accept";
                await Answers.WriteAsync(context, 200, DiscoveryDocuments.Aggregated(cluster.Catalog.All, parts[0] == "api"), cancel,
                    $"application/json;{AggregatedForm}");
                return;
            default:
                if (parts is ["apis", ..]) Tables.Accept(context.Request, null);
                if (Document(parts, context) is { } document) await Answers.WriteAsync(context, 200, document, cancel);
                else await Answers.WriteTextAsync(context, 404, "404 page not found\n", cancel);
                return;
        }
    }

    private JsonObject? Document(string[] parts, HttpContext context) => parts switch
    {
        [] => Template.Answers.Fill("Paths"),
        ["version"] => Template.Answers.Fill("Version"),
        ["api"] => DiscoveryDocuments.CoreVersions(context.Request.Host.Value ?? ""),
        ["apis"] => DiscoveryDocuments.Groups(cluster.Catalog.All),
        ["api", var version] => DiscoveryDocuments.Resources(cluster.Catalog.All, "", version),
        ["apis", var group] => DiscoveryDocuments.OneGroup(cluster.Catalog.All, group),
        ["apis", var group, var version] => DiscoveryDocuments.Resources(cluster.Catalog.All, group, version),
        ["openapi", "v3", "api", var version] => OpenApi("", version),
        ["openapi", "v3", "apis", var group, var version] => OpenApi(group, version),
        _ => null,
    };

    private JsonObject? OpenApi(string group, string version)
    {
        var all = cluster.Catalog.All;
        if (documents.TryGetValue((group, version), out var kept) && ReferenceEquals(kept.Catalog, all)) return kept.Document;
        var kinds = all.Where(type => type.Row.Group == group && type.Row.Version == version)
            .Select(type => (type.Row, type.Schema)).ToList();
        if (kinds.Count == 0) return null;
        var document = OpenApiDocuments.Document(kinds);
        documents[(group, version)] = (all, document);
        return document;
    }
}
