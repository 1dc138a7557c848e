using System.Text.Json.Nodes;
using GitOpsGuard.Kubernetes;

namespace GitOpsGuard.Testing.Api;

/// <summary>What a <see cref="FakeApi"/> says that it serves; for <see cref="FakeApi.Intercept"/>.</summary>
public static class Discovered
{
    /// <summary>The answer to a question for all kinds; null to any other request.</summary>
    public static HttpResponseMessage? Answer(FakeRequest request, params IEnumerable<Resource> served) => request.Path switch
    {
        "/api" => Groups([.. served.Where(resource => resource.Group.Length == 0)]),
        "/apis" => Groups([.. served.Where(resource => resource.Group.Length > 0)]),
        _ => null,
    };

    private static HttpResponseMessage Groups(IReadOnlyList<Resource> served) => Api.Answer.Ok(new JsonObject
    {
        ["kind"] = "APIGroupDiscoveryList",
        ["items"] = new JsonArray([.. served.GroupBy(resource => (resource.Group, resource.Version)).Select(group => new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = group.Key.Group },
            ["versions"] = new JsonArray(new JsonObject
            {
                ["version"] = group.Key.Version,
                ["resources"] = new JsonArray([.. group.Select(Entry)]),
            }),
        })]),
    });

    private static JsonObject Entry(Resource resource) => new()
    {
        ["resource"] = resource.Plural,
        ["responseKind"] = new JsonObject { ["kind"] = resource.Kind },
        ["scope"] = resource.Namespaced ? "Namespaced" : "Cluster",
        ["verbs"] = new JsonArray("list"),
    };
}
