using GitOpsGuard.Playground.Cluster.Fields;

namespace GitOpsGuard.Playground.Tests.Fields;

public sealed class ValidationTests
{
    private const string Deployment = """
        {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"d"},"spec":{"replicas":1,"selector":{"matchLabels":{"a":"b"}},
         "template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"w","image":"w:1"}]}}}}
        """;

    [Theory]
    [InlineData("\"replicas\":1", "\"replicas\":-1", "spec.replicas: Invalid value: -1: must be greater than or equal to 0")]
    [InlineData("\"labels\":{\"a\":\"b\"}", "\"labels\":{\"a\":\"c\"}", "spec.template.metadata.labels: Invalid value: {\"a\":\"c\"}: `selector` does not match template `labels`")]
    [InlineData(",\"image\":\"w:1\"", "", "spec.template.spec.containers[0].image: Required value")]
    [InlineData("[{\"name\":\"w\",\"image\":\"w:1\"}]", "[]", "spec.template.spec.containers: Required value")]
    [InlineData("\"image\":\"w:1\"", "\"image\":\"w:1\",\"ports\":[{\"containerPort\":70000}]", "spec.template.spec.containers[0].ports[0].containerPort: Invalid value: 70000: must be between 1 and 65535, inclusive")]
    [InlineData("\"image\":\"w:1\"", "\"image\":\"w:1\",\"imagePullPolicy\":\"X\"", "spec.template.spec.containers[0].imagePullPolicy: Unsupported value: \"X\": supported values: \"Always\", \"IfNotPresent\", \"Never\"")]
    [InlineData("\"image\":\"w:1\"", "\"image\":\"w:1\",\"volumeMounts\":[{\"name\":\"v\",\"mountPath\":\"/v\"}]", "spec.template.spec.containers[0].volumeMounts[0].name: Not found: \"v\"")]
    [InlineData("\"name\":\"d\"", "\"name\":\"d\",\"labels\":{\"a\":\"c d\"}", "metadata.labels: Invalid value: \"c d\": a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')")]
    [InlineData("\"replicas\":1", "\"strategy\":{\"type\":\"Recreate\",\"rollingUpdate\":{\"maxSurge\":1}}", "spec.strategy.rollingUpdate: Forbidden: may not be specified when strategy `type` is 'Recreate'")]
    public void A_deployment_is_refused_in_the_servers_words(string from, string to, string expected) =>
        Assert.Equal([expected], Errors(Deployment.Replace(from, to, StringComparison.Ordinal)));

    [Theory]
    [InlineData("\"replicas\":1", "\"replicas\":\"x\"", "json: cannot unmarshal string into Go struct field DeploymentSpec.spec.replicas of type int32")]
    [InlineData("\"image\":\"w:1\"", "\"image\":5", "json: cannot unmarshal number into Go struct field Container.spec.template.spec.containers.image of type string")]
    [InlineData("\"name\":\"d\"", "\"name\":\"d\",\"labels\":{\"x\":1}", "json: cannot unmarshal number into Go struct field ObjectMeta.metadata.labels of type string")]
    public void A_value_of_the_wrong_type_cannot_be_read(string from, string to, string expected)
    {
        var obj = Kinds.Parse(Deployment.Replace(from, to, StringComparison.Ordinal));
        var (row, schema) = Kinds.Of(obj);

        Assert.Equal("Deployment in version \"v1\" cannot be handled as a Deployment: " + expected, TypeErrors.Decode(row, schema, obj));
    }

    [Fact]
    public void Fields_that_the_schema_does_not_know_are_named()
    {
        var obj = Kinds.Parse(Deployment.Replace("replicas", "replcas", StringComparison.Ordinal).Replace("\"image\"", "\"imag\"", StringComparison.Ordinal));

        Assert.Equal(
            ["unknown field \"spec.replcas\"", "unknown field \"spec.template.spec.containers[0].imag\""],
            TypeErrors.Strict(Kinds.Of(obj).Schema, obj, []));
    }

    [Theory]
    [InlineData(Deployment, "{\"spec\":{\"selector\":{\"matchLabels\":{\"a\":\"c\"}},\"template\":{\"metadata\":{\"labels\":{\"a\":\"c\"}}}}}", "spec.selector: Invalid value: {\"matchLabels\":{\"a\":\"c\"}}: field is immutable")]
    [InlineData("{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"c\"},\"immutable\":true,\"data\":{\"a\":\"1\"}}", "{\"data\":{\"a\":\"2\"}}", "data: Forbidden: field is immutable when `immutable` is set")]
    [InlineData("{\"apiVersion\":\"rbac.authorization.k8s.io/v1\",\"kind\":\"RoleBinding\",\"metadata\":{\"name\":\"r\"},\"roleRef\":{\"kind\":\"Role\",\"name\":\"a\"}}", "{\"roleRef\":{\"name\":\"z\"}}", "roleRef: Invalid value: {\"APIGroup\":\"rbac.authorization.k8s.io\",\"Kind\":\"Role\",\"Name\":\"z\"}: cannot change roleRef")]
    public void What_never_changes_is_held(string json, string patch, string expected)
    {
        var old = Kinds.Parse(json);
        var (row, schema) = Kinds.Of(old);
        Defaults.Apply(old, row, schema);
        var changed = MergePatch.Apply(old, Kinds.Parse(patch));

        Assert.Equal([expected], Validation.Validate(row, schema, changed, old).Select(error => error.ToString()));
    }

    [Theory]
    [InlineData("{}", "spec.size: Required value")]
    [InlineData("{\"size\":0}", "spec.size: Invalid value: 0: spec.size in body should be greater than or equal to 1")]
    [InlineData("{\"size\":\"1\"}", "spec.size: Invalid value: \"string\": spec.size in body must be of type integer: \"string\"")]
    [InlineData("{\"size\":1,\"mode\":\"C\"}", "spec.mode: Unsupported value: \"C\": supported values: \"A\", \"B\"")]
    [InlineData("{\"size\":1,\"name\":\"ABC\"}", "spec.name: Invalid value: \"ABC\": spec.name in body should match '^[a-z]+$'")]
    [InlineData("{\"size\":1,\"name\":\"abcdef\"}", "spec.name: Too long: may not be more than 5 bytes")]
    [InlineData("{\"size\":1,\"tags\":[\"a\",\"a\"]}", "spec.tags[1]: Duplicate value: \"a\"")]
    [InlineData("{\"size\":1,\"tags\":[\"a\",\"b\",\"c\",\"d\"]}", "spec.tags: Too many: 4: must have at most 3 items")]
    [InlineData("{\"size\":1,\"port\":true}", "spec.port: Invalid value: \"boolean\": spec.port in body must be of type integer,string: \"boolean\"")]
    public void A_custom_resource_is_held_to_its_schema(string spec, string expected) =>
        Assert.Equal([expected], Errors($$$"""{"apiVersion":"ex.dev/v1","kind":"Gizmo","metadata":{"name":"g"},"spec":{{{spec}}}}"""));

    private static IEnumerable<string> Errors(string json)
    {
        var obj = Kinds.Parse(json);
        var (row, schema) = Kinds.Of(obj);
        Defaults.Apply(obj, row, schema);
        return Validation.Validate(row, schema, obj, null).Select(error => error.ToString());
    }
}
