using System.Text.Encodings.Web;
using System.Text.Json;

namespace GitOpsGuard.Yaml.Tests;

/// <summary>The table was taken down from kubectl: what it makes of each scalar.</summary>
public sealed class MeaningTests
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Theory]
    [InlineData("y", "true")]
    [InlineData("n", "false")]
    [InlineData("yes", "true")]
    [InlineData("off", "false")]
    [InlineData("On", "true")]
    [InlineData("oN", "\"oN\"")]
    [InlineData("010", "8")]
    [InlineData("0o10", "8")]
    [InlineData("0777", "511")]
    [InlineData("1_000", "1000")]
    [InlineData("0x1F", "31")]
    [InlineData("0X1f", "31")]
    [InlineData("0x_1f", "31")]
    [InlineData("-0x1f", "-31")]
    [InlineData("08", "8")]
    [InlineData("0o9", "\"0o9\"")]
    [InlineData("0b11", "3")]
    [InlineData("-0b11", "-3")]
    [InlineData("0b12", "\"0b12\"")]
    [InlineData("0x", "\"0x\"")]
    [InlineData("0_7", "7")]
    [InlineData("1_", "1")]
    [InlineData("_1", "\"_1\"")]
    [InlineData("1e3", "1000")]
    [InlineData("1e", "\"1e\"")]
    [InlineData("1.0", "1")]
    [InlineData("1.50", "1.5")]
    [InlineData(".5", "0.5")]
    [InlineData("._5", "\"._5\"")]
    [InlineData("5.", "5")]
    [InlineData("+5", "5")]
    [InlineData("+.5", "0.5")]
    [InlineData("-0", "0")]
    [InlineData("-0.0", "0")]
    [InlineData("1_0.5", "10.5")]
    [InlineData("1:20", "\"1:20\"")]
    [InlineData("1e-7", "1E-07")]
    [InlineData("1e309", "\"1e309\"")]
    [InlineData("9223372036854775807", "9223372036854775807")]
    [InlineData("-9223372036854775808", "-9223372036854775808")]
    [InlineData("18446744073709551615", "1.8446744073709552E+19")]
    [InlineData("99999999999999999999", "1E+20")]
    [InlineData("2001-01-01", "\"2001-01-01\"")]
    [InlineData("2001-01-01T00:00:00Z", "\"2001-01-01T00:00:00Z\"")]
    [InlineData("+", "\"+\"")]
    [InlineData("~", "null")]
    [InlineData("Null", "null")]
    [InlineData("", "null")]
    [InlineData("<<", "\"<<\"")]
    [InlineData("\"010\"", "\"010\"")]
    [InlineData("'yes'", "\"yes\"")]
    [InlineData("!!str 5", "\"5\"")]
    [InlineData("!!int \"5\"", "5")]
    [InlineData("!!float 5", "5")]
    [InlineData("!!bool yes", "true")]
    [InlineData("!foo 7", "\"7\"")]
    [InlineData("!!binary aGVsbG8=", "\"hello\"")]
    public void A_scalar_means_what_kubectl_reads(string yaml, string json) =>
        Assert.Equal($$"""{"a":{{json}}}""", Json($"a: {yaml}\n"));

    [Theory]
    [InlineData("on: 1", """{"true":1}""")]
    [InlineData("n: 1", """{"false":1}""")]
    [InlineData("010: z", """{"8":z}""")]
    [InlineData("1.5: z", """{"1.5":z}""")]
    [InlineData("1e3: z", """{"1000":z}""")]
    public void A_key_is_resolved_like_a_value(string yaml, string json) =>
        Assert.Equal(json.Replace("z", "\"z\""), Json(yaml));

    [Fact]
    public void Anchors_and_merge_keys_work_in_order_of_appearance() =>
        Assert.Equal(
            """{"a":{"b":1,"c":2},"d":{"c":2,"b":1},"e":{"b":1,"c":4},"f":{"b":1,"c":2,"d":1},"g":{"b":1,"c":2}}""",
            Json("""
                a: &x {b: 1, c: 2}
                d:
                  c: 3
                  <<: *x
                e:
                  <<: *x
                  c: 4
                f:
                  <<: [*x, {c: 9, d: 1}]
                g: *x
                """));

    [Fact]
    public void Empty_documents_are_skipped()
    {
        var file = YamlFile.Parse("---\n# nothing\n---\na: 1\n---\n---\nb: 2\n...\n");
        Assert.Equal([0, 1], file.Documents.Select(d => d.Index));
        Assert.Equal([4, 7], file.Documents.Select(d => d.Line));
        Assert.Empty(YamlFile.Parse("").Documents);
        Assert.Empty(YamlFile.Parse("# only a comment\n").Documents);
    }

    [Fact]
    public void A_byte_order_mark_is_no_part_of_the_first_key() =>
        Assert.Equal("""{"a":1}""", YamlFile.Parse([0xEF, 0xBB, 0xBF, (byte)'a', (byte)':', (byte)' ', (byte)'1']).Documents[0].ToJson()!.ToJsonString());

    [Fact]
    public void Windows_line_endings_are_fine() => Assert.Equal("""{"a":1,"b":"x\ny\n"}""", Json("a: 1\r\nb: |\r\n  x\r\n  y\r\n"));

    [Fact]
    public void Json_with_tabs_is_fine() => Assert.Equal("""{"a":[1,{"b":"x/y"}]}""", Json("{\n\t\"a\": [\n\t\t1,\n\t\t{\"b\": \"x\\/y\"}\n\t]\n}\n"));

    private static string Json(string yaml) => YamlFile.Parse(yaml).Documents.Single().ToJson()!.ToJsonString(Readable);
}
