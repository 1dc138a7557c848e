using System.Text.Json;
using GitOpsGuard.Kubernetes.Kinds;

namespace GitOpsGuard.KubectlPlugin.Tests.Propose;

/// <summary>Denied changes as the webhook records them.</summary>
internal static class Denied
{
    /// <summary>The manifest of <see cref="Web"/>.</summary>
    public const string Manifest = """
        # The front of the shop.
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: web
          namespace: shop
          annotations:
            example.com/owner: "team-a" # whom to call
        spec:
          replicas: 2   # enough for a weekday
          paused: false
          template:
            spec:
              containers:
                - name: proxy
                  image: proxy:1
                # The shop itself.
                - name: web
                  image: 'web:1.0'

        """;

    /// <summary>A change of Deployment shop/web: paths with the values before and after as JSON, null for absent.</summary>
    public static ChangeRequestSpec Web(params (string Path, string? From, string? To)[] fields) => new()
    {
        User = "alice",
        Operation = "UPDATE",
        Object = new() { ApiVersion = "apps/v1", Kind = "Deployment", Namespace = "shop", Name = "web" },
        Source = new()
        {
            SyncNamespace = "gitopsguard-system", SyncName = "shop", Repository = "git.acme.dev/acme/shop",
            Revision = "main@sha1:0123456789012345678901234567890123456789", File = "apps/web.yaml", Line = 2,
        },
        Changes = [.. fields.Select(field => new FieldChange { Path = field.Path, From = Value(field.From), To = Value(field.To) })],
    };

    /// <summary>The deletion of Deployment shop/web.</summary>
    public static ChangeRequestSpec Deletion() => Web() with { Operation = "DELETE" };

    private static JsonElement? Value(string? json) => json is null ? null : JsonElement.Parse(json);
}
