using System.Text.Json.Nodes;
using GitOpsGuard.Core.Fields;
using GitOpsGuard.Playground.Cluster.Fields;

namespace GitOpsGuard.Playground.Tests.Fields;

public sealed class DefaultsTests
{
    [Fact]
    public void A_deployment_is_stored_with_its_defaults()
    {
        var stored = Default("""
            {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"d"},"spec":{"selector":{"matchLabels":{"a":"b"}},
             "template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"w","image":"w","readinessProbe":{"httpGet":{"port":80}}}]}}}}
            """);

        Assert.True(JsonNode.DeepEquals(Kinds.Parse("""
            {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"d"},"spec":{"selector":{"matchLabels":{"a":"b"}},
             "template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"w","image":"w","resources":{},
               "readinessProbe":{"httpGet":{"port":80,"path":"/","scheme":"HTTP"},"timeoutSeconds":1,"periodSeconds":10,"successThreshold":1,"failureThreshold":3},
               "terminationMessagePath":"/dev/termination-log","terminationMessagePolicy":"File","imagePullPolicy":"Always"}],
               "restartPolicy":"Always","dnsPolicy":"ClusterFirst","schedulerName":"default-scheduler","terminationGracePeriodSeconds":30,"securityContext":{}}},
             "replicas":1,"revisionHistoryLimit":10,"progressDeadlineSeconds":600,
             "strategy":{"type":"RollingUpdate","rollingUpdate":{"maxUnavailable":"25%","maxSurge":"25%"}}},"status":{}}
            """), stored), stored.ToJsonString());
    }

    [Theory]
    [InlineData("1000m", "1")]
    [InlineData("0.5Gi", "512Mi")]
    [InlineData("1024Mi", "1Gi")]
    [InlineData("1000Mi", "1000Mi")]
    [InlineData("1.5", "1500m")]
    [InlineData("2", "2")]
    [InlineData("1e3", "1e3")]
    [InlineData("0", "0")]
    public void Quantities_become_canonical(string written, string stored) => Assert.Equal(stored, Quantity.Canonical(written));

    [Fact]
    public void String_data_of_a_secret_becomes_data()
    {
        var stored = Default("""{"apiVersion":"v1","kind":"Secret","metadata":{"name":"s"},"stringData":{"a":"x"},"data":{"b":"eQ=="}}""");

        Assert.Equal("""{"b":"eQ==","a":"eA=="}""", stored["data"]!.ToJsonString());
        Assert.False(stored.ContainsKey("stringData"));
        Assert.Equal("Opaque", stored["type"]!.ToString());
    }

    [Fact]
    public void Empty_optional_fields_and_unknown_ones_are_not_stored()
    {
        var stored = Default("""
            {"apiVersion":"v1","kind":"PersistentVolumeClaim","metadata":{"name":"p","labels":{},"annotations":null},"other":1,
             "spec":{"accessModes":["ReadWriteOnce"],"storageClassName":"","volumeName":"","resources":{"requests":{"storage":"1Gi"}}}}
            """);

        Assert.Equal("""{"name":"p"}""", stored["metadata"]!.ToJsonString());
        Assert.False(stored.ContainsKey("other"));
        Assert.Equal("", stored["spec"]!["storageClassName"]!.ToString());
        Assert.Null(stored["spec"]!["volumeName"]);
    }

    [Fact]
    public void A_custom_resource_gets_defaults_and_loses_what_its_schema_does_not_know()
    {
        var stored = Default("""{"apiVersion":"ex.dev/v1","kind":"Gizmo","metadata":{"name":"g"},"spec":{"size":1,"other":1,"any":{"kept":1}}}""");

        Assert.Equal("""{"size":1,"any":{"kept":1},"mode":"A","opt":{"x":5}}""", Sorted(stored["spec"]!));
    }

    // The order of defaults is that of the schema's fields, which says nothing.
    private static string Sorted(JsonNode spec) => new JsonObject(((JsonObject)spec)
        .OrderBy(member => Array.IndexOf(["size", "any", "mode", "opt"], member.Key))
        .Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone()))).ToJsonString();

    private static JsonObject Default(string json)
    {
        var obj = Kinds.Parse(json);
        var (row, schema) = Kinds.Of(obj);
        Defaults.Apply(obj, row, schema);
        return obj;
    }
}
