using System.Text.Json;

namespace GitOpsGuard.Kubernetes.Tests;

public sealed class ObjectTrimTests
{
    private const string Last = "kubectl.kubernetes.io/last-applied-configuration";

    [Theory]
    [InlineData("""{"kind":"A","metadata":{"name":"x"},"spec":{"managedFields":[1]}}""", """{"kind":"A","metadata":{"name":"x"},"spec":{"managedFields":[1]}}""")]
    [InlineData("""{"metadata":{"managedFields":[{"a":[1,{}]}]},"spec":1}""", """{"metadata":{},"spec":1}""")]
    [InlineData("""{"metadata":{"managedFields":[],"name":"x"}}""", """{"metadata":{"name":"x"}}""")]
    [InlineData("""{"metadata":{"name":"x","managedFields":[]}}""", """{"metadata":{"name":"x"}}""")]
    [InlineData("""{ "metadata" : { "managedFields" : [] , "name" : "x" , "managedFields" : [] } , "z" : null }""", """{ "metadata" : { "name" : "x" } , "z" : null }""")]
    [InlineData("""{"metadata":{"annotations":{"LAST":"{}","b":"1"},"managedFields":[]}}""", """{"metadata":{"annotations":{"b":"1"}}}""")]
    [InlineData("""{"metadata":{"annotations":{"a":"1","LAST":"{}"},"name":"x"}}""", """{"metadata":{"annotations":{"a":"1"},"name":"x"}}""")]
    [InlineData("""{"metadata":{"annotations":{"LAST":"\"}{"}}}""", """{"metadata":{"annotations":{}}}""")]
    [InlineData("""{"metadata":{"annotations":null},"data":{"LAST":"stays"}}""", """{"metadata":{"annotations":null},"data":{"LAST":"stays"}}""")]
    [InlineData("""{"metadata":{"name":"<ü\u003c>"}}""", """{"metadata":{"name":"<ü\u003c>"}}""")]
    [InlineData("{}", "{}")]
    [InlineData("1", "1")]
    public void Managed_fields_and_the_copy_of_client_side_apply_go_and_all_else_stays_byte_for_byte(string whole, string trimmed)
    {
        Assert.Equal(Name(trimmed), Trim(whole, ObjectTrim.WithoutManagedFields));
    }

    [Theory]
    [InlineData("""{"apiVersion":"v1","kind":"Secret","metadata":{"name":"x","managedFields":[]},"data":{"a":"b"}}""", """{"apiVersion":"v1","kind":"Secret","metadata":{"name":"x"}}""")]
    [InlineData("""{"data":{"a":"b"},"kind":"Secret","metadata":{"name":"x"},"type":"Opaque"}""", """{"kind":"Secret","metadata":{"name":"x"}}""")]
    [InlineData("""{"data":{"a":"b"},"metadata":{"annotations":{"LAST":"planted"}},"type":"Opaque","kind":"Secret"}""", """{"metadata":{"annotations":{}},"kind":"Secret"}""")]
    [InlineData("""{"data":{"a":"b"},"type":"Opaque"}""", "{}")]
    public void Metadata_alone_leaves_nothing_of_a_Secret_s_values(string whole, string trimmed)
    {
        Assert.Equal(Name(trimmed), Trim(whole, ObjectTrim.MetadataOnly));
    }

    private static string Name(string json) => json.Replace("LAST", Last, StringComparison.Ordinal);

    private static string Trim(string json, Func<JsonElement, JsonElement> trim)
    {
        using var document = JsonDocument.Parse(Name(json));
        var result = trim(document.RootElement).GetRawText();
        using var valid = JsonDocument.Parse(result);
        return result;
    }
}
