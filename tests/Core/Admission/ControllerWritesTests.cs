using System.Text.Json;
using GitOpsGuard.Core.Admission;
using GitOpsGuard.Core.Closed;
using GitOpsGuard.Core.Fields;

namespace GitOpsGuard.Core.Tests.Admission;

public sealed class ControllerWritesTests
{
    private static readonly ObjectIdentity Login = new("", "Secret", "shop", "login");
    private static readonly ObjectIdentity Hook = new("admissionregistration.k8s.io", "ValidatingWebhookConfiguration", "", "hook");

    [Theory]
    [InlineData("external-secrets", false, true)]
    [InlineData("externalsecrets.external-secrets.io/login", false, true)]
    [InlineData("cert-manager-certificates-issuing", false, true)]
    [InlineData("external-secrets", true, false)]
    [InlineData("kubectl-edit", false, false)]
    public void A_key_of_a_Secret_belongs_to_its_operator_where_Git_does_not_declare_it(string manager, bool declared, bool explained)
    {
        var live = Live(manager, """{"f:data":{"f:token":{}}}""");

        Assert.Equal(explained, ControllerWrites.Explain(Login, live, new(FieldPath.Parse("data.token"), null, JsonElement.Parse("\"eA==\"")), declared));
    }

    [Theory]
    [InlineData("""{"token":"eA=="}""", true)]
    [InlineData("""{"token":"eA==","other":"eA=="}""", false)]
    public void A_whole_map_belongs_to_an_operator_that_wrote_all_of_it(string data, bool explained)
    {
        var live = Live("external-secrets", """{"f:data":{".":{},"f:token":{}}}""");

        Assert.Equal(explained, ControllerWrites.Explain(Login, live, new(FieldPath.Parse("data"), null, JsonElement.Parse(data)), declared: false));
    }

    [Theory]
    [InlineData("cainjector", "caBundle", false)]
    [InlineData("cert-manager-cainjector", "caBundle", true)]
    [InlineData("cert-manager-cainjector", "url", false)]
    public void An_injector_writes_the_bundle_and_nothing_else(string manager, string field, bool explained)
    {
        var live = Live(manager, $$$"""{"f:webhooks":{"k:{\"name\":\"a.example\"}":{"f:clientConfig":{"f:{{{field}}}":{} } } } }""");
        var path = FieldPath.Parse($"webhooks[name=a.example].clientConfig.{field}");

        Assert.Equal(explained, ControllerWrites.Explain(Hook, live, new(path, null, JsonElement.Parse("\"x\"")), declared: false));
    }

    [Fact]
    public void What_is_gone_nobody_wrote() =>
        Assert.False(ControllerWrites.Explain(Login, Live("external-secrets", """{"f:data":{"f:token":{}}}"""), new(FieldPath.Parse("data.token"), JsonElement.Parse("1"), null), declared: false));

    private static JsonElement Live(string manager, string fields) =>
        JsonElement.Parse($$$"""{"metadata":{"managedFields":[{"manager":"{{{manager}}}","operation":"Update","fieldsV1":{{{fields}}} }]} }""");
}
