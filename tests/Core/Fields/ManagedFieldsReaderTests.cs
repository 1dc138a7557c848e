using GitOpsGuard.Core.Fields;

namespace GitOpsGuard.Core.Tests.Fields;

public sealed class ManagedFieldsReaderTests
{
    private const string Object = """
        {"metadata":{"managedFields":[
          {"manager":"gitopsguard","operation":"Apply","apiVersion":"apps/v1","fieldsType":"FieldsV1","fieldsV1":{
            "f:metadata":{"f:labels":{"f:app":{}},"f:finalizers":{".":{},"v:\"x/y\"":{}}},
            "f:spec":{"f:template":{"f:spec":{"f:containers":{
              "k:{\"name\":\"web\"}":{".":{},"f:name":{},"f:ports":{"k:{\"containerPort\":80,\"protocol\":\"TCP\"}":{".":{},"f:containerPort":{}}}}}}}}}},
          {"manager":"gitopsguard","operation":"Apply","subresource":"status","fieldsV1":{"f:status":{}}},
          {"manager":"kubectl-edit","operation":"Update","fieldsV1":{"f:spec":{"f:replicas":{}}}}]}}
        """;

    [Fact]
    public void What_an_applier_declares_is_read()
    {
        var declared = ManagedFieldsReader.Declared(Objects.Json(Object));
        Assert.Equal(
            [
                "metadata.finalizers",
                "metadata.finalizers[=\"x/y\"]",
                "metadata.labels.app",
                "spec.template.spec.containers[name=web]",
                "spec.template.spec.containers[name=web].name",
                "spec.template.spec.containers[name=web].ports[containerPort=80,protocol=TCP]",
                "spec.template.spec.containers[name=web].ports[containerPort=80,protocol=TCP].containerPort",
            ],
            declared.Paths().Select(path => path.ToString()).Order(StringComparer.Ordinal));
        Assert.Equal(["app"], declared.Below("metadata", "labels").MemberNames);
    }

    [Fact]
    public void All_entries_are_listed() =>
        Assert.Equal(["gitopsguard", "gitopsguard", "kubectl-edit"], ManagedFieldsReader.Read(Objects.Json(Object)).Select(entry => entry.Manager));

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"metadata":{"managedFields":[{}]}}""")]
    [InlineData("""{"metadata":{"managedFields":[null,7,{"manager":"gitopsguard","operation":"Apply"}]}}""")]
    [InlineData("""{"metadata":{"managedFields":[{"manager":"gitopsguard","operation":"Apply","fieldsV1":{"k:{":{},"x":{},"f:a":3}}]}}""")]
    public void What_cannot_be_read_declares_nothing(string text) =>
        Assert.Empty(ManagedFieldsReader.Declared(Objects.Json(text)).Paths());

    [Fact]
    public void A_list_of_built_in_kinds_is_known_by_its_keys()
    {
        var ports = FieldPath.Parse("spec.template.spec.containers[0].ports");
        var keys = ListKeys.Of("apps", "Deployment", ports);
        Assert.NotNull(keys);
        Assert.Equal("[containerPort=80,protocol=TCP]", FieldPath.Root.Append(keys.KeyOf(Objects.Json("{'containerPort':80}"))!).ToString());
        Assert.Null(ListKeys.Of("apps", "Deployment", FieldPath.Parse("spec.template.spec.containers[name=web].args")));
        Assert.Null(ListKeys.Of("example.com", "Widget", ports));
    }
}
