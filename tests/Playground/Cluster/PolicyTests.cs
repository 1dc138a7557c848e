using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace GitOpsGuard.Playground.Tests.Cluster;

/// <summary>Policies that the server evaluates itself, webhooks that change objects, and rights that cannot be given away.</summary>
public sealed class PolicyTests
{
    private const string Admission = "/apis/admissionregistration.k8s.io/v1";
    private const string Rbac = "/apis/rbac.authorization.k8s.io/v1";
    private const string ConfigMaps = "/api/v1/namespaces/default/configmaps";

    [Fact]
    public async Task A_bound_policy_denies_in_its_own_words()
    {
        await using var cluster = await TestCluster.StartAsync();
        await cluster.PostAsync($"{Admission}/validatingadmissionpolicies", Policy("object.data.size() < variables.most"));
        var (before, _) = await cluster.PostAsync(ConfigMaps, """{"metadata":{"name":"before"},"data":{"a":"1","b":"2"}}""");
        await cluster.PostAsync($"{Admission}/validatingadmissionpolicybindings",
            """{"metadata":{"name":"here"},"spec":{"policyName":"small","validationActions":["Deny"]}}""");

        var (code, status) = await cluster.PostOnceNotAsync(
            HttpStatusCode.Created, $"{ConfigMaps}?dryRun=All", """{"metadata":{"name":"large"},"data":{"a":"1","b":"2"}}""");
        var (small, _) = await cluster.PostAsync(ConfigMaps, """{"metadata":{"name":"small"},"data":{"a":"1"}}""");

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Created), (before, small));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, code);
        Assert.Equal("configmaps \"large\" is forbidden: ValidatingAdmissionPolicy 'small' with binding 'here' denied request: too many keys",
            (string)status["message"]!);
    }

    [Fact]
    public async Task A_policy_that_cannot_be_evaluated_is_refused_by_its_expression()
    {
        await using var cluster = await TestCluster.StartAsync();

        var (code, status) = await cluster.PostAsync($"{Admission}/validatingadmissionpolicies", Policy("authorizer.group('').check('get')"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, code);
        Assert.Equal("spec.validations[0].expression", (string)status["details"]!["causes"]![0]!["field"]!);
        Assert.Contains("authorizer.group", (string)status["message"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mutating_webhook_changes_what_is_stored()
    {
        await using var cluster = await TestCluster.StartAsync();
        await using var hook = await TestWebhook.StartAsync();
        hook.Answer = _ => new JsonObject
        {
            ["allowed"] = true,
            ["patchType"] = "JSONPatch",
            ["patch"] = Convert.ToBase64String(Encoding.UTF8.GetBytes("""[{"op":"add","path":"/data","value":{"added":"yes"}}]""")),
        };
        await hook.InstallAsync(cluster, hook.Configuration("configmaps").Replace("Validating", "Mutating", StringComparison.Ordinal));

        var (code, created) = await cluster.PostAsync(ConfigMaps, """{"metadata":{"name":"a"}}""");

        Assert.Equal(HttpStatusCode.Created, code);
        Assert.Equal("yes", (string)created["data"]!["added"]!);
    }

    [Fact]
    public async Task Nobody_gives_away_rights_that_he_does_not_have()
    {
        await using var cluster = await TestCluster.StartAsync();
        await cluster.PostAsync($"{Rbac}/clusterrolebindings", """
            {"metadata":{"name":"alice"},"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":"admin"},
             "subjects":[{"kind":"User","apiGroup":"rbac.authorization.k8s.io","name":"alice"}]}
            """);
        var alice = await cluster.AsAsync("alice");

        var (kept, _) = await cluster.PostOnceNotAsync(HttpStatusCode.Forbidden, $"{Rbac}/namespaces/default/roles", Role("configmaps"), alice);
        var (code, status) = await cluster.SendAsync(HttpMethod.Post, $"{Rbac}/namespaces/default/roles", Role("nodes"), client: alice);
        var (bound, _) = await cluster.SendAsync(HttpMethod.Post, $"{Rbac}/namespaces/default/rolebindings",
            """{"metadata":{"name":"b"},"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":"cluster-admin"}}""", client: alice);

        Assert.Equal(HttpStatusCode.Created, kept);
        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.Forbidden), (code, bound));
        Assert.Equal("roles.rbac.authorization.k8s.io \"nodes\" is forbidden: user \"alice\" (groups=[\"system:authenticated\"]) " +
            "is attempting to grant RBAC permissions not currently held:\n{APIGroups:[\"\"], Resources:[\"nodes\"], Verbs:[\"get\"]}",
            (string)status["message"]!);
    }

    private static string Role(string resource) => """
        {"metadata":{"name":"NAME"},"rules":[{"apiGroups":[""],"resources":["NAME"],"verbs":["get"]}]}
        """.Replace("NAME", resource, StringComparison.Ordinal);

    private static string Policy(string expression) => """
        {"metadata":{"name":"small"},"spec":{
          "matchConstraints":{"resourceRules":[{"operations":["*"],"apiGroups":[""],"apiVersions":["v1"],"resources":["configmaps"]}]},
          "variables":[{"name":"most","expression":"2"}],
          "validations":[{"expression":"EXPRESSION","message":"too many keys"}]}}
        """.Replace("EXPRESSION", expression, StringComparison.Ordinal);
}
