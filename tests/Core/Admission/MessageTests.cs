using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using GitOpsGuard.Core.Admission;

namespace GitOpsGuard.Core.Tests.Admission;

/// <summary>One golden file for each reason. Set <c>UPDATE_GOLDEN=1</c> to write them anew, then read the difference.</summary>
public sealed class MessageTests
{
    private static readonly Dictionary<string, AdmissionRequest> Requests = new()
    {
        ["change"] = Cluster.Update(Cluster.Deployment(), Cluster.Deployment(spec: "'replicas':5")),
        ["change-image"] = Cluster.Update(Image("nginx:1"), Image("nginx:2")),
        ["change-many"] = Cluster.Update(Cluster.Deployment(spec: Many(1)), Cluster.Deployment(spec: Many(2))),
        ["change-long"] = Cluster.Update(Cluster.Deployment(spec: $"'x':'{new string('a', 5000)}'"), Cluster.Deployment(spec: "'x':'two\\nlines'")),
        ["change-secret"] = Cluster.Update(Secret("aGVsbG8="), Secret("d29ybGQ=")),
        ["change-stripped-marker"] = Cluster.Update(
            Cluster.Deployment(), Objects.Json(Cluster.Deployment().GetRawText().Replace("\"gitopsguard.dev/sync\":\"team-shop.web\"", ""))),
        ["add-sidecar"] = Cluster.Update(Image("nginx:1"), Objects.Json(Image("nginx:1").GetRawText().Replace("'}]", "\"},{\"name\":\"sidecar\"}]").Replace("\"nginx:1\"}", "\"nginx:1\"},{\"name\":\"sidecar\",\"image\":\"evil:1\"}"))),
        ["last-applied"] = Cluster.Update(
            Cluster.Deployment(), Cluster.Deployment(annotations: ",'kubectl.kubernetes.io/last-applied-configuration':'very long'", spec: "'replicas':4")),
        ["change-status"] = Cluster.Update(
            Cluster.Managed("v1", "Service", "web", ""), Cluster.Managed("v1", "Service", "web", ",'status':{'a':1}"), subresource: "status"),
        ["scale"] = Cluster.Scale("web", 3, 5),
        ["delete"] = Cluster.Delete(Cluster.Deployment()),
        ["delete-namespace"] = Cluster.Delete(Objects.Json("{'apiVersion':'v1','kind':'Namespace','metadata':{'name':'shop'}}")),
        ["create-declared"] = Cluster.Create(Objects.Json("{'apiVersion':'v1','kind':'ConfigMap','metadata':{'name':'absent','namespace':'shop'}}")),
        ["create-marked"] = Cluster.Create(Cluster.Deployment(name: "new", id: "team-shop/web:apps/Deployment/shop/new")),
        ["marked-only"] = Cluster.Delete(Cluster.Deployment(name: "new", id: "team-shop/web:apps/Deployment/shop/new")),
        ["field-manager"] = Cluster.Update(Cluster.Deployment(), Cluster.Deployment()) with { FieldManager = "gitopsguard" },
        ["managed-fields"] = Cluster.Update(
            Cluster.Deployment(metadata: ",'managedFields':[{'manager':'gitopsguard','operation':'Apply','apiVersion':'apps/v1','fieldsV1':{'f:spec':{'f:replicas':{}}}}]"),
            Cluster.Deployment()),
        ["token"] = Cluster.Token("gitopsguard-system", "gitopsguard-reconciler"),
        ["token-secret"] = Cluster.Create(Sample.TokenSecret("gitopsguard-system", "gitopsguard-reconciler")),
        ["pod-identity"] = Cluster.Create(Sample.Pod("gitopsguard-system", "evil", "gitopsguard-reconciler")),
        ["connection"] = Cluster.Connect("gitopsguard-system", "rec-1"),
        ["certificate"] = Cluster.Create(Sample.Signing("CN=system:kube-controller-manager")),
        ["own-kinds"] = Cluster.Update(Sample.Sync("false"), Sample.Sync("true")),
        ["own-status"] = Cluster.Update(Sample.Sync("false"), Sample.Sync("false", "", ",'status':{'a':1}"), subresource: "status"),
        ["delete-definition"] = Cluster.Delete(Sample.Definition("example.com", "Widget")),
        ["change-definition"] = Cluster.Update(Sample.Definition("example.com", "Widget"), Sample.Definition("example.com", "Widget", ",'scope':'Cluster'")),
        ["engine-input"] = Cluster.Update(Sample.Credentials("a"), Sample.Credentials("b")),
        ["autoscaler"] = Cluster.Create(Sample.Autoscaling("web")),
        ["child"] = Cluster.Update(
            Sample.Child("Pod", "web-5d4f-x", "ReplicaSet", "web-5d4f", "'image':'a'"), Sample.Child("Pod", "web-5d4f-x", "ReplicaSet", "web-5d4f", "'image':'b'")),
        ["identity-pending"] = Cluster.Update(Cluster.Deployment(), Cluster.Deployment(), Cluster.YoungReconciler),
    };

    /// <summary>What is denied by other policies, or where something else is declared, than in <see cref="Cluster"/>.</summary>
    private static readonly Dictionary<string, (AdmissionRequest Request, Snapshot Snapshot)> Elsewhere = new()
    {
        ["binding"] = (Bound, Cluster.Snapshot with { Inventory = InventoryIndex.Empty.With("a/b", [Cluster.Declare("", "Pod", "bare", "pod.yaml")]) }),
        ["operation"] = (Cluster.Connect("shop", "web-5d4f-x"), Under(new Policy { Name = "strict", Operations = new() { Exec = Permission.Deny } })),
        ["create-sealed"] = (Cluster.Create(Cluster.Unmanaged("new")), Under(new Policy { Name = "vault", Sealed = true })),
        ["namespace-labels"] = (Labelled, Under(Policy.CompiledIn, new() { Name = "vault", NamespaceSelector = new([new("stage", "In", ["production"])]) })),
        ["ahead"] = (Requests["change"], Ahead("main@sha1:9c0ffee000000000000000000000000000000000")),
        ["policy-fault"] = (
            Cluster.Create(Objects.Json("{'apiVersion':'gitopsguard.dev/v1alpha1','kind':'GuardPolicy','metadata':{'name':'all'},'spec':{'scope':'Sealed','open':[{'paths':['spec..x']}]}}")),
            Cluster.Snapshot),
        ["own-inventory"] = (Cluster.Delete(Own("SyncInventory", "web-0")), Cluster.Snapshot),
        ["own-changerequest"] = (Cluster.Create(Own("ChangeRequest", "chg-1")), Cluster.Snapshot),
        ["tenant"] = (TenantTests.Change("unlisted") with { FieldManager = "gitopsguard" }, TenantTests.Snapshot),
        ["break-glass-fault"] = (Cluster.Create(Glass(spec: "'duration':'48h'")), Cluster.Snapshot),
        ["break-glass-change"] = (Cluster.Update(Glass(), Glass(spec: "'reason':'another'")), Cluster.Snapshot),
        ["break-glass-ended"] = (Cluster.Update(Glass(annotations: "'gitopsguard.dev/end':'now'"), Glass()), Cluster.Snapshot),
        ["break-glass-delete"] = (Cluster.Delete(Glass()), Cluster.Snapshot),
        ["break-glass-status"] = (Approved(Glass(), "'state':'Open'"), Cluster.Snapshot),
        ["break-glass-unknown"] = (Approved(Glass(), "'approvedBy':'bob'"), Cluster.Snapshot),
        ["break-glass-own"] = (Approved(Glass(status: "'requestedBy':'bob'"), "'requestedBy':'bob','approvedBy':'bob'"), Cluster.Snapshot),
    };

    public static TheoryData<string> Reasons => [.. Requests.Keys, .. Elsewhere.Keys];

    private static AdmissionRequest Bound => Cluster.Create(
        Objects.Json("{'apiVersion':'v1','kind':'Binding','metadata':{'name':'bare','namespace':'shop','labels':{'a':'b'}}}")) with { Resource = "pods", Subresource = "binding" };

    private static AdmissionRequest Labelled => Cluster.Update(
        Objects.Json("{'apiVersion':'v1','kind':'Namespace','metadata':{'name':'shop','labels':{'stage':'production'}}}"),
        Objects.Json("{'apiVersion':'v1','kind':'Namespace','metadata':{'name':'shop','labels':{}}}"));

    [Theory]
    [MemberData(nameof(Reasons))]
    public void A_denial_reads_as_its_golden_file(string reason)
    {
        var decision = Denial(reason);
        Assert.Equal(Verdict.Denied, decision.Verdict);
        AssertGolden(reason, decision.Message);
        Assert.True(Encoding.UTF8.GetByteCount(decision.Message) <= 2048);
    }

    [Fact]
    public void Every_place_that_refuses_has_a_golden_file_of_its_own()
    {
        var goldens = Reasons.Select(row => Denial(row.Data)).ToLookup(decision => decision.Rule, decision => decision.Message);
        foreach (var check in Guard.Chain)
        {
            var refusals = Refusals(check.Decide.Method.DeclaringType!.Name);
            Assert.True(goldens[check.Name].Distinct().Count() >= refusals, $"{check.Name} refuses in {refusals} places; each needs a request here, for its golden file.");
        }
    }

    [Fact]
    public void Where_nothing_is_recorded_the_message_names_no_id()
    {
        var decision = Guard.Decide(Requests["change"], Cluster.Snapshot);
        AssertGolden("change-unrecorded", decision.MessageUnrecorded!);
    }

    [Fact]
    public void A_minimal_message_leaves_the_address_out()
    {
        var snapshot = Cluster.Snapshot with { Policies = [Policy.CompiledIn with { MinimalMessages = true }] };
        AssertGolden("change-minimal", Guard.Decide(Requests["change"], snapshot).Message);
    }

    [Fact]
    public void Where_Git_is_applied_the_message_says_nothing_of_it() =>
        AssertGolden("change", Guard.Decide(Requests["change"], Ahead(Cluster.Source.Revision)).Message);

    [Fact]
    public void A_value_of_a_Secret_is_nowhere()
    {
        var decision = Guard.Decide(Requests["change-secret"], Cluster.Snapshot);
        Assert.Null(decision.Change);
        Assert.DoesNotContain("aGVsbG8", decision.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("d29ybGQ", decision.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_last_applied_is_not_kept()
    {
        var change = Guard.Decide(Requests["last-applied"], Cluster.Snapshot).Change!;
        Assert.Equal(["spec.replicas"], change.Changes.Select(field => field.Path.ToString()));
    }

    [Fact]
    public void A_warning_has_at_most_120_characters()
    {
        var request = Cluster.Create(Cluster.Deployment(name: new string('n', 250), id: $"{new string('s', 200)}/x:apps/Deployment/shop/{new string('n', 250)}"));
        var warning = Assert.Single(Guard.Decide(request, Cluster.Snapshot).Warnings);
        Assert.InRange(warning.Length, 1, 120);
    }

    private static Decision Denial(string reason) =>
        Elsewhere.TryGetValue(reason, out var other) ? Guard.Decide(other.Request, other.Snapshot) : Guard.Decide(Requests[reason], Cluster.Snapshot);

    private static Snapshot Ahead(string fetched) => Cluster.Snapshot with
    {
        Applied = Cluster.Snapshot.Applied.Add("team-shop/web", new("shop", Cluster.Source.Revision)),
        Fetched = Cluster.Snapshot.Fetched.Add("team-shop/shop", fetched),
    };

    private static Snapshot Under(params Policy[] policies) => Cluster.Snapshot with { Policies = [.. policies] };

    private static JsonElement Glass(string spec = "'reason':'checkout is down'", string annotations = "", string status = "") => Objects.Json(
        "{'apiVersion':'gitopsguard.dev/v1alpha1','kind':'BreakGlass','metadata':{'name':'fire','namespace':'shop','creationTimestamp':'2026-05-04T12:00:00Z',"
        + $"'annotations':{{{annotations}}}}},'spec':{{{spec}}},'status':{{{status}}}}}");

    private static AdmissionRequest Approved(JsonElement before, string status) => Cluster.Update(before, Glass(status: status), subresource: "status");

    private static JsonElement Own(string kind, string name) => Objects.Json(
        $"{{'apiVersion':'gitopsguard.dev/v1alpha1','kind':'{kind}','metadata':{{'name':'{name}','namespace':'team-shop'}}}}");

    /// <summary>In how many places a check refuses, by its source.</summary>
    private static int Refusals(string check, [CallerFilePath] string here = "") => Regex.Count(
        File.ReadAllText(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "src", "Core", "Admission", "Checks", $"{check}.cs")),
        @"Refusal\.(Of|OfIdentity|Always)\(", RegexOptions.ExplicitCapture);

    private static string Many(int value) => string.Join(',', Enumerable.Range(0, 14).Select(i => $"'field{i}':{value}"));

    private static JsonElement Image(string image) =>
        Cluster.Deployment(spec: $"'template':{{'spec':{{'containers':[{{'name':'web','image':'{image}'}}]}}}}");

    private static JsonElement Secret(string value) => Cluster.Managed("v1", "Secret", "db", $",'data':{{'password':'{value}'}}");

    private static void AssertGolden(string name, string text, [CallerFilePath] string here = "")
    {
        var file = Path.Combine(Path.GetDirectoryName(here)!, "..", "Golden", $"{name}.txt");
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1") File.WriteAllText(file, text + "\n");
        Assert.True(File.Exists(file), $"There is no golden file {name}.txt.");
        Assert.Equal(File.ReadAllText(file), text + "\n");
    }
}
