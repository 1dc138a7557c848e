using System.Collections.Immutable;
using System.Text.Json;
using GitOpsGuard.Core.Admission;

namespace GitOpsGuard.Core.Tests.Admission;

/// <summary>A small cluster in which Git declares Deployment, Service, Secret and an absent ConfigMap of the namespace shop.</summary>
internal static class Cluster
{
    internal const string Web = "team-shop/web:apps/Deployment/shop/web";

    internal static readonly DeclarationSource Source = new("team-shop", "web", "github.com/acme/shop", "main@sha1:3f2c1ab0000000000000000000000000000000000");

    internal static readonly Snapshot Snapshot = new()
    {
        Policies = [Policy.CompiledIn],
        Syncs = ["team-shop/web"],
        Accounts = new Dictionary<string, string>
        {
            ["gitopsguard-system/gitopsguard-reconciler"] = "uid-rec",
            ["gitopsguard-system/gitopsguard-webhook"] = "uid-hook",
            ["kube-system/generic-garbage-collector"] = "uid-gc",
            ["kube-system/namespace-controller"] = "uid-ns",
            ["kube-system/deployment-controller"] = "uid-dc",
            ["kube-system/horizontal-pod-autoscaler"] = "uid-hpa",
            ["operators/widget"] = "uid-widget",
            ["ci/deployer"] = "uid-ci",
            ["kube-system/replicaset-controller"] = "uid-rs",
            ["kube-system/karpenter"] = "uid-kp",
            ["external-secrets/external-secrets"] = "uid-es",
            ["cert-manager/cert-manager-cainjector"] = "uid-ca",
        }.ToImmutableDictionary(),
        EngineInputs = ImmutableDictionary<ObjectIdentity, string>.Empty.Add(new("", "Secret", "team-shop", "git"), "GitSource team-shop/shop"),
        Pods = ImmutableDictionary<string, LivePod>.Empty.Add("uid-pod", new("rec-1", "uid-pod", "gitopsguard-reconciler", "n1")),
        Inventory = InventoryIndex.Empty.With("team-shop/web-0",
        [
            Declare("apps", "Deployment", "web", "apps/web/deployment.yaml", ("spec.replicas", 8), ("metadata.annotations[\"example.com/owner\"]", 6), ("spec.template.spec.containers[name=web].image", 20)),
            Declare("", "Service", "web", "apps/web/service.yaml"),
            Declare("", "Secret", "db", "apps/web/secret.yaml", ("data.password", 7)),
            Declare("", "ConfigMap", "absent", "apps/web/config.yaml"),
            Declare("example.com", "Widget", "w", "apps/web/widget.yaml"),
        ]),
    };

    internal static readonly UserInfo Bob = User("bob");
    internal static readonly UserInfo Reconciler = Account("gitopsguard-system", "gitopsguard-reconciler", "uid-rec", "rec-1", "uid-pod");
    internal static readonly UserInfo YoungReconciler = Account("gitopsguard-system", "gitopsguard-reconciler", "uid-rec", "rec-2", "uid-unseen");

    internal static UserInfo User(string name, params string[] groups) => new(name, "", groups, default);

    internal static UserInfo Certified(string name, params string[] groups) => new(
        name, "", groups, Objects.Json("{'authentication.kubernetes.io/credential-id':['X509SHA256=ab']}"));

    internal static UserInfo Account(string ns, string name, string uid, string? pod = null, string? podUid = null)
    {
        var bound = pod is null ? "" : $",'authentication.kubernetes.io/pod-name':['{pod}'],'authentication.kubernetes.io/pod-uid':['{podUid}']";
        return new($"system:serviceaccount:{ns}:{name}", uid, [], Objects.Json("{'authentication.kubernetes.io/credential-id':['JTI=x']" + bound + "}"));
    }

    internal static AdmissionRequest Update(JsonElement before, JsonElement after, UserInfo? user = null, string subresource = "") =>
        Request(Operation.Update, before, after, user ?? Bob) with { Subresource = subresource };

    internal static AdmissionRequest Delete(JsonElement obj, UserInfo? user = null) => Request(Operation.Delete, obj, default, user ?? Bob);

    internal static AdmissionRequest Create(JsonElement obj, UserInfo? user = null) => Request(Operation.Create, default, obj, user ?? Bob);

    internal static AdmissionRequest Scale(string name, int from, int to, UserInfo? user = null)
    {
        static JsonElement Body(int replicas) => Objects.Json($"{{'apiVersion':'autoscaling/v1','kind':'Scale','spec':{{'replicas':{replicas}}}}}");
        var like = Request(Operation.Update, Deployment(), default, user ?? Bob);
        return like with { Kind = "Scale", Subresource = "scale", Name = name, OldObject = Body(from), Object = Body(to) };
    }

    internal static AdmissionRequest Connect(string ns, string pod) => Token(ns, pod) with
    {
        Operation = Operation.Connect, Kind = "PodExecOptions", Resource = "pods", Subresource = "exec",
    };

    internal static AdmissionRequest Token(string ns, string name, UserInfo? user = null, string spec = "{}") => new()
    {
        Uid = "u",
        Operation = Operation.Create,
        Group = "",
        Version = "v1",
        Kind = "TokenRequest",
        Resource = "serviceaccounts",
        Subresource = "token",
        Namespace = ns,
        Name = name,
        User = user ?? Bob,
        Object = Objects.Json($"{{'spec':{spec}}}"),
        OldObject = default,
        DryRun = false,
        FieldManager = "",
    };

    /// <summary>The managed Deployment; each argument replaces a part of it.</summary>
    internal static JsonElement Deployment(
        string name = "web", string id = Web, string sync = "team-shop.web", string labels = "", string annotations = "", string spec = "'replicas':3", string metadata = "") =>
        Objects.Json(
            $"{{'apiVersion':'apps/v1','kind':'Deployment','metadata':{{'name':'{name}','namespace':'shop',"
            + $"'labels':{{'gitopsguard.dev/sync':'{sync}'{labels}}},'annotations':{{'gitopsguard.dev/id':'{id}','example.com/owner':'shop'{annotations}}}{metadata}}},'spec':{{{spec}}}}}");

    /// <summary>A Deployment without markers.</summary>
    internal static JsonElement Unmanaged(string name, int replicas = 1) => Objects.Json(
        $"{{'apiVersion':'apps/v1','kind':'Deployment','metadata':{{'name':'{name}','namespace':'shop'}},'spec':{{'replicas':{replicas}}}}}");

    /// <summary>Any managed object of the cluster.</summary>
    internal static JsonElement Managed(string apiVersion, string kind, string name, string more, string metadata = "")
    {
        var group = ObjectIdentity.GroupOf(apiVersion);
        return Objects.Json(
            $"{{'apiVersion':'{apiVersion}','kind':'{kind}','metadata':{{'name':'{name}','namespace':'shop','labels':{{'gitopsguard.dev/sync':'team-shop.web'}},"
            + $"'annotations':{{'gitopsguard.dev/id':'team-shop/web:{group}/{kind}/shop/{name}'}}{metadata}}}{more}}}");
    }

    private static AdmissionRequest Request(Operation operation, JsonElement before, JsonElement after, UserInfo user)
    {
        var identity = ObjectIdentity.Of(before.ValueKind == JsonValueKind.Undefined ? after : before);
        var apiVersion = Json.Text(before.ValueKind == JsonValueKind.Undefined ? after : before, "apiVersion");
        return new()
        {
            Uid = "u",
            Operation = operation,
            Group = identity.Group,
            Version = apiVersion[(apiVersion.IndexOf('/', StringComparison.Ordinal) + 1)..],
            Kind = identity.Kind,
            Resource = identity.Kind.EndsWith('s') ? identity.Kind.ToLowerInvariant() + "es" : identity.Kind.EndsWith('y') ? identity.Kind.ToLowerInvariant()[..^1] + "ies" : identity.Kind.ToLowerInvariant() + "s",
            Subresource = "",
            Namespace = identity.Namespace,
            Name = identity.Name,
            User = user,
            Object = after,
            OldObject = before,
            DryRun = false,
            FieldManager = "kubectl-edit",
        };
    }

    internal static Declaration Declare(string group, string kind, string name, string file, params (string Path, int Line)[] lines) => new(
        new(group, kind, "shop", name), Source, file, 0, 1, new(lines.Select(line => KeyValuePair.Create(line.Path, line.Line))));
}
