using System.Text;
using GitOpsGuard.Kubernetes;
using GitOpsGuard.Kubernetes.Kinds;
using GitOpsGuard.Reconciler.Engine;
using GitOpsGuard.Rendering;

namespace GitOpsGuard.Reconciler.Tests.Engine;

/// <summary>Objects as a render gives them.</summary>
internal static class Manifests
{
    public static readonly Resource Secrets = BuiltInResources.Secrets;
    public static readonly Resource Deployments = BuiltInResources.Deployments;

    public static SyncJob Job(GitSyncSpec? spec = null, string name = "web") =>
        new("team", name, "uid-1", spec ?? new(), "github.com/acme/shop", "main@sha1:0123456789012345678901234567890123456789");

    public static Manifest Of(string yaml) => Assert.Single(Renderer.RenderFile("apps/web.yaml", Encoding.UTF8.GetBytes(yaml)));

    public static DesiredObject Desired(string yaml, Resource resource, SyncJob? job = null) =>
        GitOpsGuard.Reconciler.Engine.Desired.Make(job ?? Job(), Of(yaml), resource);

    public const string Web = """
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: web
          namespace: shop
        spec:
          replicas: 3
          template:
            spec:
              containers:
                - name: web
                  image: nginx:1
                  ports:
                    - containerPort: 80
        """;
}
