using GitOpsGuard.Playground.Cluster.Requests;
using Microsoft.AspNetCore.Http;

namespace GitOpsGuard.Playground.Cluster.Discovery;

/// <summary>Serves what is not a resource: health, version, discovery and the OpenAPI documents.</summary>
internal sealed class DiscoveryEndpoint(ClusterServices cluster, Authentication authentication)
{
    private const string Version = "1.36";

    // kubectl asks here for kinds that version 3 does not know: a document that knows none, in binary form.
    private static readonly byte[] EmptySwagger = [0x0a, 3, .. "2.0"u8];

    // Documents are large and change only when a definition does.
    private readonly System.Collections.Concurrent.ConcurrentDictionary<(string Group, string Version), (object Catalog, JsonObject Document)> documents = [];

    public async Task ServeAsync(HttpContext context, CancellationToken cancel)
    {
        var path = context.Request.Path.Value!.TrimEnd('/');
        var user = await authentication.IdentifyAsync(context);
        cluster.Authorizer.Demand(user, new AccessAttributes(context.Request.Method.ToLowerInvariant(), "", "", "", "", "", path.Length > 0 ? path : "/"));
        var all = cluster.Catalog.All;
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        switch (parts)
        {
            case ["healthz" or "readyz" or "livez", ..]:
                context.Response.ContentType = "text/plain; charset=utf-8";
                await context.Response.WriteAsync("ok", cancel);
                return;
            case ["openapi", "v2"]:
                context.Response.ContentType = "application/com.github.proto-openapi.spec.v2.v1.0+protobuf";
                await context.Response.Body.WriteAsync(EmptySwagger, cancel);
                return;
            case ["version"]:
                await Answers.WriteAsync(context, 200, VersionInfo(), cancel);
                return;
            case ["api" or "apis"] when Aggregated(context.Request):
                context.Response.Headers.Vary = "Accept";
                await Answers.WriteAsync(context, 200, DiscoveryDocuments.Aggregated(all, parts[0] == "api"), cancel,
                    "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList");
                return;
            default:
                if (Document(parts, context, all) is { } document) await Answers.WriteAsync(context, 200, document, cancel);
                else if (parts[0] is "api" or "apis") throw ApiError.NoSuchResource();
                else await NothingAsync(context, cancel);
                return;
        }
    }

    private static Task NothingAsync(HttpContext context, CancellationToken cancel)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync("404 page not found\n", cancel);
    }

    private JsonObject? Document(string[] parts, HttpContext context, IReadOnlyList<Resources.ResourceType> all) => parts switch
    {
        [] => new JsonObject { ["paths"] = new JsonArray("/api", "/api/v1", "/apis", "/healthz", "/livez", "/openapi/v3", "/readyz", "/version") },
        ["api"] => DiscoveryDocuments.CoreVersions(context.Request.Host.Value ?? ""),
        ["apis"] => DiscoveryDocuments.Groups(all),
        ["api", var version] => DiscoveryDocuments.Resources(all, "", version),
        ["apis", var group] => DiscoveryDocuments.OneGroup(all, group),
        ["apis", var group, var version] => DiscoveryDocuments.Resources(all, group, version),
        ["openapi", "v3"] => OpenApiDocuments.Index(all.Select(type => (type.Row, type.Schema))),
        ["openapi", "v3", "api", var version] => OpenApi("", version),
        ["openapi", "v3", "apis", var group, var version] => OpenApi(group, version),
        _ => null,
    };

    private JsonObject? OpenApi(string group, string version)
    {
        var all = cluster.Catalog.All;
        if (documents.TryGetValue((group, version), out var kept) && ReferenceEquals(kept.Catalog, all)) return kept.Document;
        var kinds = all.Where(type => type.Row.Group == group && type.Row.Version == version).Select(type => (type.Row, type.Schema)).ToList();
        if (kinds.Count == 0) return null;
        var document = OpenApiDocuments.Document(kinds);
        documents[(group, version)] = (all, document);
        return document;
    }

    private static bool Aggregated(HttpRequest request) =>
        request.Headers.Accept.ToString().Contains("g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList", StringComparison.Ordinal);

    private static JsonObject VersionInfo() => new()
    {
        ["major"] = Version.Split('.')[0],
        ["minor"] = Version.Split('.')[1],
        ["gitVersion"] = $"v{Version}.0+embedded",
        ["gitCommit"] = "",
        ["gitTreeState"] = "clean",
        ["buildDate"] = "1970-01-01T00:00:00Z",
        ["goVersion"] = "none",
        ["compiler"] = "dotnet",
        ["platform"] = "dotnet/any",
    };
}
