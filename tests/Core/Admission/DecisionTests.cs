using GitOpsGuard.Core.Admission;

namespace GitOpsGuard.Core.Tests.Admission;

/// <summary>Each row is a request, how it ends and which rule says so; beside each denial stands the nearest write that passes.</summary>
public sealed class DecisionTests
{
    private const string Denied = "denied";
    private const string Allowed = "allowed";
    private const string Warned = "warned";

    private static readonly Dictionary<string, (AdmissionRequest Request, string Verdict, string Rule)> Table = new()
    {
        ["a person changes replicas"] = (Cluster.Update(Cluster.Deployment(), Cluster.Deployment(spec: "'replicas':5")), Denied, "closed-fields"),
        ["a person changes nothing"] = (Cluster.Update(Cluster.Deployment(), Cluster.Deployment()), Allowed, Guard.NothingClosed),
        ["a person changes what Git does not manage"] = (Cluster.Update(Cluster.Unmanaged("free"), Cluster.Unmanaged("free", 2)), Allowed, "unmanaged"),
        ["a person scales"] = (Cluster.Scale("web", 3, 5), Denied, "scale"),
        ["a person scales to what is there"] = (Cluster.Scale("web", 3, 3), Allowed, "scale"),
        ["a person scales what Git does not manage"] = (Cluster.Scale("free", 3, 5), Allowed, "unmanaged"),
        ["a person annotates with a key that Git does not declare"] = (Cluster.Update(Cluster.Deployment(), Cluster.Deployment(annotations: ",'note':'x'")), Allowed, Guard.NothingClosed),
        ["a person changes a declared annotation"] = (
            Cluster.Update(Cluster.Deployment(annotations: ",'a':'1'"), Objects.Json(Cluster.Deployment(annotations: ",'a':'1'").GetRawText().Replace("\"shop\"}", "\"me\"}").Replace("\"example.com/owner\":\"shop\"", "\"example.com/owner\":\"me\""))),
            Denied, "closed-fields"),
        ["a person tells Argo CD to look away"] = (
            Cluster.Update(Cluster.Deployment(), Cluster.Deployment(annotations: ",'argocd.argoproj.io/compare-options':'x'")), Denied, "closed-fields"),
        ["a person removes the marker label"] = (
            Cluster.Update(Cluster.Deployment(), Objects.Json(Cluster.Deployment().GetRawText().Replace("gitopsguard.dev/sync", "other"))), Denied, "closed-fields"),
        ["a person removes the marker annotation"] = (
            Cluster.Update(Cluster.Deployment(), Objects.Json(Cluster.Deployment().GetRawText().Replace("gitopsguard.dev/id", "other"))), Denied, "closed-fields"),
        ["a person changes an object whose markers are gone"] = (
            Cluster.Update(Cluster.Unmanaged("web"), Cluster.Unmanaged("web", 9)), Denied, "closed-fields"),
        ["a person deletes"] = (Cluster.Delete(Cluster.Deployment()), Denied, "deletion"),
        ["a person deletes what Git does not manage"] = (Cluster.Delete(Cluster.Unmanaged("free")), Allowed, "unmanaged"),
        ["a person deletes a managed pod of a controller"] = (
            Cluster.Delete(Cluster.Managed("v1", "Pod", "p", "", ",'ownerReferences':[{'uid':'u'}]")), Allowed, "deletion"),
        ["a person creates what Git declares"] = (Cluster.Create(Objects.Json("{'apiVersion':'v1','kind':'ConfigMap','metadata':{'name':'absent','namespace':'shop'}}")), Denied, "creation"),
        ["a person creates something else"] = (Cluster.Create(Objects.Json("{'apiVersion':'v1','kind':'ConfigMap','metadata':{'name':'mine','namespace':'shop'}}")), Allowed, "unmanaged"),
        ["a person creates an object that claims to be managed"] = (
            Cluster.Create(Cluster.Deployment(name: "new", id: "team-shop/web:apps/Deployment/shop/new")), Denied, "creation"),
        ["a person creates a copy with its markers"] = (Cluster.Create(Cluster.Deployment(name: "copy")), Warned, "unmanaged"),
        ["a person creates with markers of a GitSync that does not exist"] = (
            Cluster.Create(Cluster.Deployment(name: "new", id: "gone/gone:apps/Deployment/shop/new")), Warned, "unmanaged"),
        ["a person uses the reconciler's field manager"] = (
            Cluster.Update(Cluster.Deployment(), Cluster.Deployment(annotations: ",'note':'x'")) with { FieldManager = "gitopsguard" }, Denied, "field-manager"),
        ["a person strips the managed fields"] = (
            Cluster.Update(Fields(Applied), Fields("{}")), Denied, "managed-fields"),
        ["a person strips the managed fields through status"] = (
            Cluster.Update(Fields(Applied), Fields("{}"), subresource: "status"), Denied, "managed-fields"),
        ["a person leaves the managed fields"] = (Cluster.Update(Fields(Applied), Fields(Applied)), Allowed, Guard.NothingClosed),
        ["a person strikes out one managed field"] = (
            Cluster.Update(Fields(Applied), Fields(Applied.Replace("'f:replicas':{},", ""))), Denied, "managed-fields"),
        ["a person enlarges the managed fields"] = (
            Cluster.Update(Fields(Applied), Fields(Applied.Replace("'f:replicas'", "'f:x':{},'f:replicas'"))), Denied, "managed-fields"),
        ["a person becomes co-owner of a declared field"] = (
            Cluster.Update(Fields(Applied), Fields(Applied + "," + Applied.Replace("gitopsguard", "bob"))), Denied, "managed-fields"),
        ["a person applies fields of their own"] = (
            Cluster.Update(Fields(Applied), Fields(Applied + ",{'manager':'bob','operation':'Apply','apiVersion':'apps/v1','fieldsV1':{'f:metadata':{'f:annotations':{'f:note':{}}}}}")),
            Allowed, Guard.NothingClosed),
        ["an entry of a version that is no longer served vanishes"] = (
            Cluster.Update(Fields(Applied.Replace("apps/v1", "apps/v1beta1")), Fields("{}")), Allowed, Guard.NothingClosed),
        ["a person adds an owner reference through status"] = (
            Cluster.Update(Cluster.Deployment(), Cluster.Deployment(metadata: ",'ownerReferences':[{'uid':'u'}]"), subresource: "status"), Denied, "closed-fields"),
        ["a person writes the status of a Service"] = (
            Cluster.Update(Cluster.Managed("v1", "Service", "web", ",'status':{}"), Cluster.Managed("v1", "Service", "web", ",'status':{'loadBalancer':{'ingress':[{'ip':'1.2.3.4'}]}}"), subresource: "status"),
            Denied, "closed-fields"),
        ["an account writes the status of a Service"] = (
            Cluster.Update(
                Cluster.Managed("v1", "Service", "web", ",'status':{}"), Cluster.Managed("v1", "Service", "web", ",'status':{'loadBalancer':{'ingress':[{'ip':'1.2.3.4'}]}}"),
                Cluster.Account("operators", "widget", "uid-widget"), "status"),
            Allowed, Guard.NothingClosed),
        ["an operator writes status and finalizers of its custom resource"] = (
            Cluster.Update(
                Cluster.Managed("example.com/v1", "Widget", "w", ",'status':{}"), Cluster.Managed("example.com/v1", "Widget", "w", ",'status':{'ok':true}", ",'finalizers':['x/y']"),
                Cluster.Account("operators", "widget", "uid-widget")),
            Allowed, Guard.NothingClosed),
        ["an impersonated operator writes status"] = (
            Cluster.Update(
                Cluster.Managed("example.com/v1", "Widget", "w", ",'status':{}"), Cluster.Managed("example.com/v1", "Widget", "w", ",'status':{'ok':true}"),
                Cluster.User("system:serviceaccount:operators:widget")),
            Denied, "closed-fields"),
        ["an operator writes the spec of its custom resource"] = (
            Cluster.Update(
                Cluster.Managed("example.com/v1", "Widget", "w", ",'spec':{'a':1}"), Cluster.Managed("example.com/v1", "Widget", "w", ",'spec':{'a':2}"),
                Cluster.Account("operators", "widget", "uid-widget")),
            Denied, "closed-fields"),
        ["the reconciler writes"] = (Cluster.Update(Cluster.Deployment(), Cluster.Deployment(spec: "'replicas':5"), Cluster.Reconciler), Allowed, "reconciler"),
        ["the reconciler is impersonated"] = (
            Cluster.Update(Cluster.Deployment(), Cluster.Deployment(spec: "'replicas':5"), Cluster.User("system:serviceaccount:gitopsguard-system:gitopsguard-reconciler")), Denied, "closed-fields"),
        ["the reconciler's account without a pod"] = (
            Cluster.Update(Cluster.Deployment(), Cluster.Deployment(spec: "'replicas':5"), Cluster.Account("gitopsguard-system", "gitopsguard-reconciler", "uid-rec")), Denied, "closed-fields"),
        ["the reconciler's account of an earlier life"] = (
            Cluster.Update(Cluster.Deployment(), Cluster.Deployment(spec: "'replicas':5"), Cluster.Account("gitopsguard-system", "gitopsguard-reconciler", "uid-old", "rec-1", "uid-pod")), Denied, "reconciler"),
        ["a reconciler pod that is not known yet"] = (Cluster.Update(Cluster.Deployment(), Cluster.Deployment(), Cluster.YoungReconciler), Denied, "reconciler"),
        ["an account of the reconciler's name elsewhere"] = (
            Cluster.Update(Cluster.Deployment(), Cluster.Deployment(spec: "'replicas':5"), Cluster.Account("gg-evil", "gitopsguard-reconciler", "uid-rec", "rec-1", "uid-pod")), Denied, "closed-fields"),
        ["an account whose name begins with the reconciler's"] = (
            Cluster.Update(Cluster.Deployment(), Cluster.Deployment(spec: "'replicas':5"), Cluster.Account("gitopsguard-system", "gitopsguard-reconciler2", "uid-rec", "rec-1", "uid-pod")), Denied, "closed-fields"),
        ["a certificate in the reconciler's name"] = (
            Cluster.Update(Cluster.Deployment(), Cluster.Deployment(spec: "'replicas':5"), Cluster.Certified("system:serviceaccount:gitopsguard-system:gitopsguard-reconciler")), Denied, "closed-fields"),
        ["a person mints the reconciler's token"] = (Cluster.Token("gitopsguard-system", "gitopsguard-reconciler"), Denied, "tokens"),
        ["a person mints the reconciler's token in a dry run"] = (Cluster.Token("gitopsguard-system", "gitopsguard-reconciler") with { DryRun = true }, Denied, "tokens"),
        ["a person mints a controller's token"] = (Cluster.Token("kube-system", "generic-garbage-collector"), Denied, "tokens"),
        ["a person mints any other token"] = (Cluster.Token("shop", "default"), Allowed, "tokens"),
        ["the kubelet of the pod's node mints the token"] = (
            Cluster.Token("gitopsguard-system", "gitopsguard-reconciler", Cluster.Certified("system:node:n1", "system:nodes"), "{'boundObjectRef':{'kind':'Pod','uid':'uid-pod'}}"), Allowed, "tokens"),
        ["the kubelet of another node mints the token"] = (
            Cluster.Token("gitopsguard-system", "gitopsguard-reconciler", Cluster.Certified("system:node:n2", "system:nodes"), "{'boundObjectRef':{'kind':'Pod','uid':'uid-pod'}}"), Denied, "tokens"),
        ["an impersonated kubelet mints the token"] = (
            Cluster.Token("gitopsguard-system", "gitopsguard-reconciler", Cluster.User("system:node:n1", "system:nodes"), "{'boundObjectRef':{'kind':'Pod','uid':'uid-pod'}}"), Denied, "tokens"),
        ["the controller manager mints the token"] = (
            Cluster.Token("gitopsguard-system", "gitopsguard-reconciler", Cluster.Certified("system:kube-controller-manager")), Allowed, "tokens"),
        ["the garbage collector deletes what has an owner"] = (
            Cluster.Delete(Cluster.Deployment(metadata: ",'ownerReferences':[{'uid':'u'}]"), Collector), Allowed, "deletion"),
        ["the garbage collector deletes what has none"] = (Cluster.Delete(Cluster.Deployment(), Collector), Denied, "deletion"),
        ["an impersonated garbage collector deletes"] = (
            Cluster.Delete(Cluster.Deployment(metadata: ",'ownerReferences':[{'uid':'u'}]"), Cluster.User("system:serviceaccount:kube-system:generic-garbage-collector")), Denied, "deletion"),
        ["the garbage collector removes its finalizer"] = (
            Cluster.Update(Cluster.Deployment(metadata: ",'finalizers':['foregroundDeletion']"), Cluster.Deployment(), Collector), Allowed, Guard.NothingClosed),
        ["the garbage collector changes replicas"] = (
            Cluster.Update(Cluster.Deployment(), Cluster.Deployment(spec: "'replicas':5"), Collector), Denied, "closed-fields"),
        ["a person adds a finalizer"] = (
            Cluster.Update(Cluster.Deployment(), Cluster.Deployment(metadata: ",'finalizers':['x/y']")), Denied, "closed-fields"),
        ["the deployment controller writes its revision"] = (
            Cluster.Update(Cluster.Deployment(), Cluster.Deployment(annotations: ",'deployment.kubernetes.io/revision':'2'"), Cluster.Account("kube-system", "deployment-controller", "uid-dc"), "status"),
            Allowed, Guard.NothingClosed),
        ["a person writes the revision"] = (
            Cluster.Update(Cluster.Deployment(), Cluster.Deployment(annotations: ",'deployment.kubernetes.io/revision':'2'")), Denied, "closed-fields"),
        ["an autoscaler scales what Git declares"] = (Cluster.Scale("web", 3, 5, Autoscaler), Warned, "scale"),
        ["an impersonated autoscaler scales"] = (Cluster.Scale("web", 3, 5, Cluster.User("system:serviceaccount:kube-system:horizontal-pod-autoscaler")), Denied, "scale"),
        ["a person deletes a namespace with managed objects"] = (Cluster.Delete(Namespace("shop")), Denied, "namespace-deletion"),
        ["a person deletes a namespace without"] = (Cluster.Delete(Namespace("other")), Allowed, "unmanaged"),
        ["the reconciler deletes a namespace with managed objects"] = (Cluster.Delete(Namespace("shop"), Cluster.Reconciler), Allowed, "reconciler"),
        ["the namespace controller empties a namespace that nobody deletes"] = (
            Cluster.Delete(Cluster.Deployment(), Cluster.Account("kube-system", "namespace-controller", "uid-ns")), Denied, "deletion"),
        ["a person writes an inventory"] = (Cluster.Update(Inventory("1"), Inventory("2")), Denied, "own-kinds"),
        ["a person deletes an inventory"] = (Cluster.Delete(Inventory("1")), Denied, "own-kinds"),
        ["a person annotates an inventory"] = (Cluster.Update(Inventory("1"), Inventory("1", "'annotations':{'note':'x'},")), Allowed, "own-kinds"),
        ["the reconciler writes an inventory"] = (Cluster.Update(Inventory("1"), Inventory("2"), Cluster.Reconciler), Allowed, "reconciler"),
        ["the garbage collector deletes the inventory of a GitSync that is gone"] = (
            Cluster.Delete(Inventory("1", "'ownerReferences':[{'uid':'u'}],"), Collector), Allowed, "own-kinds"),
        ["a person creates a ChangeRequest"] = (Cluster.Create(ChangeRequest), Denied, "own-kinds"),
        ["a person deletes a ChangeRequest"] = (Cluster.Delete(ChangeRequest), Allowed, "unmanaged"),
        ["the guard creates a ChangeRequest"] = (
            Cluster.Create(ChangeRequest, Cluster.Account("gitopsguard-system", "gitopsguard-webhook", "uid-hook")), Allowed, "own-kinds"),
        ["the API server counts what a managed quota holds"] = (
            Cluster.Update(
                Cluster.Managed("v1", "ResourceQuota", "q", ",'status':{}"), Cluster.Managed("v1", "ResourceQuota", "q", ",'status':{'used':{'pods':'1'}}"),
                Cluster.User("system:apiserver") with { Uid = "loopback" }, "status"),
            Allowed, Guard.NothingClosed),
        ["a load balancer controller marks a managed Service as its own"] = (
            Cluster.Update(
                Cluster.Managed("v1", "Service", "web", ""), Cluster.Managed("v1", "Service", "web", "", ",'finalizers':['service.k8s.aws/resources']"),
                Cluster.Account("operators", "widget", "uid-widget")),
            Allowed, Guard.NothingClosed),
        ["a person stores a token of the reconciler in a Secret"] = (Cluster.Create(Sample.TokenSecret("gitopsguard-system", "gitopsguard-reconciler")), Denied, "tokens"),
        ["a person stores any other token in a Secret"] = (Cluster.Create(Sample.TokenSecret("shop", "default")), Allowed, "unmanaged"),
        ["a person runs a pod under the reconciler's account"] = (
            Cluster.Create(Sample.Pod("gitopsguard-system", "evil", "gitopsguard-reconciler")), Denied, "pod-identity"),
        ["a person tries a pod under the reconciler's account in a dry run"] = (
            Cluster.Create(Sample.Pod("gitopsguard-system", "evil", "gitopsguard-reconciler")) with { DryRun = true }, Denied, "pod-identity"),
        ["a person runs a pod under an account of the same name elsewhere"] = (
            Cluster.Create(Sample.Pod("shop", "fine", "gitopsguard-reconciler")), Allowed, "unmanaged"),
        ["a person runs a cron job under the reconciler's account"] = (
            Cluster.Create(Sample.CronJob("gitopsguard-system", "gitopsguard-reconciler")), Denied, "pod-identity"),
        ["a person debugs the reconciler's pod"] = (
            Cluster.Update(
                Sample.Pod("gitopsguard-system", "rec-1", "gitopsguard-reconciler"),
                Sample.Pod("gitopsguard-system", "rec-1", "gitopsguard-reconciler", ",'ephemeralContainers':[{'name':'d'}]"), subresource: "ephemeralcontainers"),
            Denied, "pod-identity"),
        ["the replica set controller makes the reconciler's pod"] = (
            Cluster.Create(
                Sample.Pod("gitopsguard-system", "rec-1", "gitopsguard-reconciler", metadata: ",'ownerReferences':[{'uid':'u'}]"),
                Cluster.Account("kube-system", "replicaset-controller", "uid-rs")),
            Allowed, "unmanaged"),
        ["an installer deploys the reconciler"] = (
            Cluster.Create(Sample.Pod("gitopsguard-system", "rec-1", "gitopsguard-reconciler"), Cluster.User("root", "system:masters")), Allowed, "unmanaged"),
        ["a person gets a shell in the reconciler's pod"] = (Cluster.Connect("gitopsguard-system", "rec-1"), Denied, "connection"),
        ["a person gets a shell in a pod of a managed Deployment"] = (Cluster.Connect("shop", "web-5d4f-x"), Allowed, "operation"),
        ["a person gets a shell in any other pod"] = (Cluster.Connect("shop", "free-5d4f-x"), Allowed, "unmanaged"),
        ["a person restarts a managed Deployment"] = (
            Cluster.Update(Cluster.Deployment(), Cluster.Deployment(spec: "'replicas':3,'template':{'metadata':{'annotations':{'kubectl.kubernetes.io/restartedAt':'now'}}}")),
            Allowed, Guard.NothingClosed),
        ["a person asks for a certificate of an account"] = (
            Cluster.Create(Sample.Signing("CN=system:serviceaccount:gitopsguard-system:gitopsguard-reconciler")), Denied, "certificate"),
        ["a person asks for a certificate of the controller manager"] = (
            Cluster.Create(Sample.Signing("CN=system:kube-controller-manager")), Denied, "certificate"),
        ["a person asks for a certificate in their own name"] = (Cluster.Create(Sample.Signing("CN=bob, O=developers")), Allowed, "unmanaged"),
        ["a request for a certificate that cannot be read is the API server's to refuse"] = (
            Cluster.Create(Objects.Json("{'apiVersion':'certificates.k8s.io/v1','kind':'CertificateSigningRequest','metadata':{'name':'x'},'spec':{'request':'AAAA'}}")), Allowed, "unmanaged"),
        ["a person suspends a GitSync"] = (Cluster.Update(Sample.Sync("false"), Sample.Sync("true")), Denied, "own-kinds"),
        ["a person asks a GitSync to reconcile now"] = (
            Cluster.Update(Sample.Sync("false"), Sample.Sync("false", "'annotations':{'gitopsguard.dev/reconcile':'1'},")), Allowed, "unmanaged"),
        ["an installer suspends a GitSync"] = (
            Cluster.Update(Sample.Sync("false"), Sample.Sync("true"), Cluster.User("root", "system:masters")), Allowed, "unmanaged"),
        ["a person writes the status of a GitSync"] = (
            Cluster.Update(Sample.Sync("false"), Sample.Sync("false", "", ",'status':{'a':1}"), subresource: "status"), Denied, "own-kinds"),
        ["a person creates a GitSource"] = (
            Cluster.Create(Objects.Json("{'apiVersion':'gitopsguard.dev/v1alpha1','kind':'GitSource','metadata':{'name':'mine','namespace':'shop'}}")), Denied, "own-kinds"),
        ["a person deletes the definition of a managed kind"] = (Cluster.Delete(Sample.Definition("example.com", "Widget")), Denied, "definition"),
        ["a person changes the definition of a managed kind"] = (
            Cluster.Update(Sample.Definition("example.com", "Widget"), Sample.Definition("example.com", "Widget", ",'scope':'Cluster'")), Denied, "definition"),
        ["a person deletes the definition of a kind that Git does not use"] = (Cluster.Delete(Sample.Definition("example.com", "Gadget")), Allowed, "unmanaged"),
        ["a person deletes the definition of a GitSync"] = (Cluster.Delete(Sample.Definition("gitopsguard.dev", "GitSync")), Denied, "definition"),
        ["the API server writes the status of a definition"] = (
            Cluster.Update(
                Sample.Definition("example.com", "Widget"), Sample.Definition("example.com", "Widget", "", ",'status':{'a':1}"),
                Cluster.User("system:apiserver") with { Uid = "loopback" }, "status"),
            Allowed, "unmanaged"),
        ["a person deletes the API service of a managed kind"] = (
            Cluster.Delete(Objects.Json("{'apiVersion':'apiregistration.k8s.io/v1','kind':'APIService','metadata':{'name':'v1.example.com'},'spec':{'group':'example.com','version':'v1'}}")),
            Denied, "definition"),
        ["a person changes credentials that a GitSource reads"] = (
            Cluster.Update(Sample.Credentials("a"), Sample.Credentials("b")), Denied, "engine-input"),
        ["a person deletes credentials that a GitSource reads"] = (Cluster.Delete(Sample.Credentials("a")), Denied, "engine-input"),
        ["a person labels credentials that a GitSource reads"] = (
            Cluster.Update(Sample.Credentials("a"), Sample.Credentials("a", "'labels':{'note':'x'},")), Allowed, "unmanaged"),
        ["a person points an autoscaler at a managed object"] = (Cluster.Create(Sample.Autoscaling("web")), Denied, "autoscaler"),
        ["a person points an autoscaler at something else"] = (Cluster.Create(Sample.Autoscaling("free")), Allowed, "unmanaged"),
        ["an operator makes an autoscaler for a managed object"] = (
            Cluster.Create(Sample.Autoscaling("web"), Cluster.Account("operators", "widget", "uid-widget")), Allowed, "unmanaged"),
        ["a person changes the image of a pod of a managed Deployment"] = (
            Cluster.Update(Sample.Child("Pod", "web-5d4f-x", "ReplicaSet", "web-5d4f", "'image':'a'"), Sample.Child("Pod", "web-5d4f-x", "ReplicaSet", "web-5d4f", "'image':'b'")),
            Denied, "child"),
        ["a person labels a pod of a managed Deployment"] = (
            Cluster.Update(Sample.Child("Pod", "web-5d4f-x", "ReplicaSet", "web-5d4f", ""), Sample.Child("Pod", "web-5d4f-x", "ReplicaSet", "web-5d4f", "", "'labels':{'note':'x'},")),
            Allowed, "unmanaged"),
        ["a person takes a pod from its managed Deployment"] = (
            Cluster.Update(Sample.Child("Pod", "web-5d4f-x", "ReplicaSet", "web-5d4f", ""), Sample.Child("Pod", "web-5d4f-x", "ReplicaSet", "other-5d4f", "")), Denied, "child"),
        ["a person deletes a pod of a managed Deployment"] = (Cluster.Delete(Sample.Child("Pod", "web-5d4f-x", "ReplicaSet", "web-5d4f", "")), Allowed, "unmanaged"),
        ["a person changes a pod of an unmanaged Deployment"] = (
            Cluster.Update(Sample.Child("Pod", "free-5d4f-x", "ReplicaSet", "free-5d4f", "'image':'a'"), Sample.Child("Pod", "free-5d4f-x", "ReplicaSet", "free-5d4f", "'image':'b'")),
            Allowed, "unmanaged"),
        ["a person scales the replica set of a managed Deployment"] = (
            Cluster.Scale("web-5d4f", 3, 5) with { Resource = "replicasets" }, Denied, "child"),
        ["an operator resizes a pod of a managed Deployment"] = (
            Cluster.Update(
                Sample.Child("Pod", "web-5d4f-x", "ReplicaSet", "web-5d4f", "'image':'a'"), Sample.Child("Pod", "web-5d4f-x", "ReplicaSet", "web-5d4f", "'image':'b'"),
                Cluster.Account("operators", "widget", "uid-widget"), "resize"),
            Allowed, "unmanaged"),
        ["External Secrets fills a key that Git does not declare"] = (
            Cluster.Update(
                Cluster.Managed("v1", "Secret", "db", ",'data':{'password':'YQ=='}"), Cluster.Managed("v1", "Secret", "db", ",'data':{'password':'YQ==','token':'Yg=='}"),
                Cluster.Account("external-secrets", "external-secrets", "uid-es")),
            Allowed, Guard.NothingClosed),
        ["External Secrets changes a key that Git declares"] = (
            Cluster.Update(
                Cluster.Managed("v1", "Secret", "db", ",'data':{'password':'YQ=='}"), Cluster.Managed("v1", "Secret", "db", ",'data':{'password':'Yg=='}"),
                Cluster.Account("external-secrets", "external-secrets", "uid-es")),
            Denied, "closed-fields"),
        ["a person fills a key that Git does not declare"] = (
            Cluster.Update(
                Cluster.Managed("v1", "Secret", "db", ",'data':{'password':'YQ=='}"), Cluster.Managed("v1", "Secret", "db", ",'data':{'password':'YQ==','token':'Yg=='}")),
            Denied, "closed-fields"),
        ["the certificate injector fills the authority of a managed webhook"] = (
            Cluster.Update(Hook("a"), Hook("b"), Cluster.Account("cert-manager", "cert-manager-cainjector", "uid-ca")), Allowed, Guard.NothingClosed),
        ["a person fills the authority of a managed webhook"] = (Cluster.Update(Hook("a"), Hook("b")), Denied, "closed-fields"),
        ["Karpenter taints a managed Node"] = (
            Cluster.Update(Node(""), Node("'taints':[{'key':'a'}]"), Cluster.Account("kube-system", "karpenter", "uid-kp")), Allowed, Guard.NothingClosed),
        ["a person taints a managed Node"] = (Cluster.Update(Node(""), Node("'taints':[{'key':'a'}]")), Denied, "closed-fields"),
        ["a person tries a change in a dry run"] = (
            Cluster.Update(Cluster.Deployment(), Cluster.Deployment(spec: "'replicas':5")) with { DryRun = true }, Warned, "closed-fields"),
        ["a person adds a debug container to a managed pod"] = (
            Cluster.Update(Cluster.Managed("v1", "Pod", "p", ""), Cluster.Managed("v1", "Pod", "p", ",'spec':{'ephemeralContainers':[{'name':'d'}]}"), subresource: "ephemeralcontainers"), Warned, "operation"),
    };

    private const string Applied =
        "{'manager':'gitopsguard','operation':'Apply','apiVersion':'apps/v1','fieldsV1':{'f:spec':{'f:replicas':{},'f:paused':{}}}}";

    private static System.Text.Json.JsonElement ChangeRequest => Objects.Json(
        "{'apiVersion':'gitopsguard.dev/v1alpha1','kind':'ChangeRequest','metadata':{'name':'chg-x','namespace':'shop'}}");

    private static System.Text.Json.JsonElement Hook(string authority) => Cluster.Managed(
        "admissionregistration.k8s.io/v1", "MutatingWebhookConfiguration", "hook", $",'webhooks':[{{'name':'a.example.com','clientConfig':{{'caBundle':'{authority}'}}}}]");

    private static System.Text.Json.JsonElement Node(string spec) => Cluster.Managed("v1", "Node", "n1", $",'spec':{{{spec}}}");

    public static TheoryData<string> Rows => [.. Table.Keys];

    private static UserInfo Collector => Cluster.Account("kube-system", "generic-garbage-collector", "uid-gc");

    private static UserInfo Autoscaler => Cluster.Account("kube-system", "horizontal-pod-autoscaler", "uid-hpa");

    [Theory]
    [MemberData(nameof(Rows))]
    public void Is_decided_as_the_table_says(string row)
    {
        var (request, verdict, rule) = Table[row];
        var decision = Guard.Decide(request, Cluster.Snapshot);
        Assert.Equal((verdict, rule), (Word(decision), decision.Rule));
    }

    [Fact]
    public void The_namespace_controller_empties_a_namespace_that_is_being_deleted()
    {
        var snapshot = Cluster.Snapshot with { TerminatingNamespaces = ["shop"] };
        var request = Cluster.Delete(Cluster.Deployment(), Cluster.Account("kube-system", "namespace-controller", "uid-ns"));
        Assert.Equal(Verdict.Allowed, Guard.Decide(request, snapshot).Verdict);
    }

    [Fact]
    public void A_reconciler_pod_that_is_not_known_yet_is_worth_waiting_for()
    {
        var request = Cluster.Update(Cluster.Deployment(), Cluster.Deployment(), Cluster.YoungReconciler);
        Assert.True(Guard.Decide(request, Cluster.Snapshot).IdentityPending);
        var seen = Cluster.Snapshot with { Pods = Cluster.Snapshot.Pods.Add("uid-unseen", new("rec-2", "uid-unseen", "gitopsguard-reconciler", "n1")) };
        Assert.Equal(Verdict.Allowed, Guard.Decide(request, seen).Verdict);
    }

    [Fact]
    public void An_autoscaler_scales_silently_what_Git_leaves_open()
    {
        var index = InventoryIndex.Empty.With("s", [new(new("apps", "Deployment", "shop", "web"), Cluster.Source, "f", 0, 1, DeclaredLines.None)]);
        Assert.Equal(Allowed, Word(Guard.Decide(Cluster.Scale("web", 3, 5, Autoscaler), Cluster.Snapshot with { Inventory = index })));
    }

    [Theory]
    [InlineData(PolicyMode.Warn, Warned)]
    [InlineData(PolicyMode.Audit, Allowed)]
    public void A_milder_mode_allows_and_still_records(PolicyMode mode, string verdict)
    {
        var snapshot = Cluster.Snapshot with { Policies = [Policy.CompiledIn with { Mode = mode }] };
        var decision = Guard.Decide(Table["a person changes replicas"].Request, snapshot);
        Assert.Equal(verdict, Word(decision));
        Assert.NotNull(decision.Change);
    }

    [Fact]
    public void A_path_that_cannot_be_read_leaves_the_rest_of_a_declaration()
    {
        var lines = new Dictionary<string, int> { ["metadata.labels..x"] = 1, ["metadata.labels.app"] = 2 };
        var declaration = new Declaration(new("", "ConfigMap", "shop", "c"), Cluster.Source, "f", 0, 1, new(lines));
        Assert.Equal(["app"], declaration.LabelKeys);
    }

    [Fact]
    public void The_strictest_of_several_policies_decides()
    {
        var snapshot = Cluster.Snapshot with { Policies = [Policy.CompiledIn with { Mode = PolicyMode.Audit }, Policy.CompiledIn with { Namespaces = ["shop"] }] };
        Assert.Equal(Verdict.Denied, Guard.Decide(Table["a person changes replicas"].Request, snapshot).Verdict);
    }

    [Fact]
    public void A_namespace_that_no_policy_covers_is_not_locked()
    {
        var snapshot = Cluster.Snapshot with { Policies = [Policy.CompiledIn with { Namespaces = ["elsewhere"] }] };
        Assert.Equal(Verdict.Allowed, Guard.Decide(Table["a person changes replicas"].Request, snapshot).Verdict);
    }

    [Fact]
    public void The_same_change_has_the_same_id_and_another_change_another()
    {
        string Id(int replicas, string user) => Guard.Decide(Cluster.Scale("web", 3, replicas, Cluster.User(user)), Cluster.Snapshot).Change!.Id;
        Assert.Equal(Id(5, "bob"), Id(5, "bob"));
        Assert.Equal(3, new HashSet<string> { Id(5, "bob"), Id(6, "bob"), Id(5, "carol") }.Count);
        Assert.Matches("^chg-[a-z2-7]{10}$", Id(5, "bob"));
    }

    [Fact]
    public void A_change_that_is_only_tried_is_not_kept() =>
        Assert.Null(Guard.Decide(Table["a person tries a change in a dry run"].Request, Cluster.Snapshot).Change);

    private static string Word(Decision decision) =>
        decision.Verdict == Verdict.Denied ? Denied : decision.Warnings.IsEmpty ? Allowed : Warned;

    private static System.Text.Json.JsonElement Fields(string entries) => Cluster.Deployment(metadata: $",'managedFields':[{entries}]");

    private static System.Text.Json.JsonElement Inventory(string revision, string metadata = "") => Objects.Json(
        $"{{'apiVersion':'gitopsguard.dev/v1alpha1','kind':'SyncInventory','metadata':{{{metadata}'name':'web-0','namespace':'team-shop'}},'spec':{{'revision':'{revision}'}}}}");

    private static System.Text.Json.JsonElement Namespace(string name) =>
        Objects.Json($"{{'apiVersion':'v1','kind':'Namespace','metadata':{{'name':'{name}'}}}}");
}
