using System.Text.Json.Nodes;
using GitOpsGuard.Yaml.Splicing;

namespace GitOpsGuard.Yaml.Tests;

/// <summary>Golden cases: the text before, the change, the text after.</summary>
public sealed class SpliceTests
{
    [Theory]
    [InlineData("a: 3  # three\nb: 1", "a", "5", "a: 5  # three\nb: 1")]
    [InlineData("a: \"x\"\r\nb: 1\r\n", "a", "\"y\"", "a: \"y\"\r\nb: 1\r\n")]
    [InlineData("a: 'x'\n", "a", "\"it's\"", "a: 'it''s'\n")]
    [InlineData("a: x\n", "a", "\"yes\"", "a: \"yes\"\n")]
    [InlineData("a: x\n", "a", "\"3\"", "a: \"3\"\n")]
    [InlineData("a: \"3\"\n", "a", "4", "a: 4\n")]
    [InlineData("a: nginx:1.25 # pinned\n", "a", "\"nginx:1.26\"", "a: nginx:1.26 # pinned\n")]
    [InlineData("a:\nb: 1\n", "a", "2", "a: 2\nb: 1\n")]
    [InlineData("a:   # none\nb: 1\n", "a", "2", "a: 2   # none\nb: 1\n")]
    [InlineData("a: 1\n", "a", "null", "a: null\n")]
    [InlineData("a: &x 1\nb: 2\n", "a", "3", "a: &x 3\nb: 2\n")]
    [InlineData("x: &x 1\na: *x\n", "a", "3", "x: &x 1\na: 3\n")]
    [InlineData("a: !!str 5\n", "a", "6", "a: 6\n")]
    [InlineData("\uFEFFa: 1\n", "a", "2", "\uFEFFa: 2\n")]
    [InlineData("a: {b: 1, c: 2}\n", "a.c", "3", "a: {b: 1, c: 3}\n")]
    [InlineData("a:\n  b: 1\n\n# end\n", "a.c", "2", "a:\n  b: 1\n  c: 2\n\n# end\n")]
    [InlineData("a:\n  b: 1", "a.c", "2", "a:\n  b: 1\n  c: 2")]
    [InlineData("a:\r\n    b: 1\r\n", "a.c", "{\"d\":1}", "a:\r\n    b: 1\r\n    c:\r\n        d: 1\r\n")]
    [InlineData("a: {b: 1}\n", "a.c", "\"x, y\"", "a: {b: 1, c: \"x, y\"}\n")]
    [InlineData("a: {}\nb: 1\n", "a.c", "2", "a:\n  c: 2\nb: 1\n")]
    [InlineData("a: {}  # none\n", "a.c", "2", "a:  # none\n  c: 2\n")]
    [InlineData("a: 1\n", "b.c.d", "2", "a: 1\nb:\n  c:\n    d: 2\n")]
    [InlineData("a:\n- 1\n- 2\nb: 1\n", "a[2]", "3", "a:\n- 1\n- 2\n- 3\nb: 1\n")]
    [InlineData("a:\n  - x: 1\n    y: 2  # two\nb: 1\n", "a[1]", "{\"x\":3,\"z\":{\"w\":[1,2]}}", "a:\n  - x: 1\n    y: 2  # two\n  - x: 3\n    z:\n      w:\n        - 1\n        - 2\nb: 1\n")]
    [InlineData("{\n  \"a\": 1,\n  \"b\": {\"c\": \"x\"}\n}\n", "d", "\"y\"", "{\n  \"a\": 1,\n  \"b\": {\"c\": \"x\"},\n  \"d\": \"y\"\n}\n")]
    [InlineData("{\n\t\"a\": 1\n}\n", "d", "[\"y\"]", "{\n\t\"a\": 1,\n\t\"d\": [\"y\"]\n}\n")]
    [InlineData("a:\n  b: 1 # c\n  # d\n  e: 2\nf: 3\n", "a", "7", "a: 7\nf: 3\n")]
    [InlineData("a: # why\n- 1\nf: 3\n", "a", "7", "a: 7 # why\nf: 3\n")]
    [InlineData("a: 7 # why\nf: 3\n", "a", "[1,2]", "a: # why\n- 1\n- 2\nf: 3\n")]
    [InlineData("a: |  # script\n   x\n   y\n\nb: 1\n", "a", "\"x\\nz\\n\"", "a: |  # script\n   x\n   z\n\nb: 1\n")]
    [InlineData("a: |\n  x\nb: 1\n", "a", "\"x\\ny\"", "a: |-\n  x\n  y\nb: 1\n")]
    [InlineData("a: |+\n  x\n\nb: 1\n", "c", "1", "a: |+\n  x\n\nb: 1\nc: 1\n")]
    [InlineData("a: |+\n  x\n\n", "c", "1", "a: |+\n  x\n\nc: 1\n")]
    [InlineData("a: >-\n  x\n  y\nb: 1\n", "a", "\"z\"", "a: z\nb: 1\n")]
    [InlineData("b: 1\n", "a", "\"one\\ntwo\\n\"", "b: 1\na: |\n  one\n  two\n")]
    [InlineData("b: 1\n", "example.com/x", "\"true\"", "b: 1\nexample.com/x: \"true\"\n")]
    [InlineData("b: 1\n", "on", "1", "b: 1\n\"on\": 1\n")]
    [InlineData("a: &x {b: 1}\nc:\n  <<: *x\n  d: 1\n", "c.b", "2", "a: &x {b: 1}\nc:\n  <<: *x\n  d: 1\n  b: 2\n")]
    [InlineData("a:\n- k: x\n  v: 1\n\n# b\n- k: b\n  v: 2\n- k: z\n", "a", "[{\"k\":\"x\",\"v\":1},{\"k\":\"b\",\"v\":3},{\"k\":\"z\"},{\"k\":\"new\"}]", "a:\n- k: x\n  v: 1\n\n# b\n- k: b\n  v: 3\n- k: z\n- k: new\n")]
    [InlineData("a:\n- x # x\n- b # b\n- z\n", "a", "[\"w\", \"x\", \"b\", \"z\", \"e\"]", "a:\n- w\n- x # x\n- b # b\n- z\n- e\n")]
    [InlineData("a:\n- x # x\n- y # y\n- z\n", "a", "[\"x\", \"z\"]", "a:\n- x # x\n- z\n")]
    public void A_value_is_set(string text, string path, string json, string expected)
    {
        var steps = Steps(path);
        Assert.Equal(expected, YamlSplice.Set(text, 0, steps, JsonNode.Parse(json)));
    }

    [Theory]
    [InlineData("a: 1\nb: 2 # two\nc: 3\n", "b", "a: 1\nc: 3\n")]
    [InlineData("a: 1\nb: 2", "b", "a: 1")]
    [InlineData("a: 1\r\nb: 2", "b", "a: 1")]
    [InlineData("a: |\n  x\nb: 2", "b", "a: |\n  x\n")]
    [InlineData("a:\n  b: 1\nc: 2\n", "a.b", "a: {}\nc: 2\n")]
    [InlineData("a:\n- 1\nc: 2\n", "a[0]", "a: []\nc: 2\n")]
    [InlineData("a:\n- x: 1\n  y: 2\n- x: 3\n", "a[0].x", "a:\n- y: 2\n- x: 3\n")]
    [InlineData("a:\n- x: 1\n  y: 2\n- x: 3\n", "a[0]", "a:\n- x: 3\n")]
    [InlineData("a:\n- x: 1\n-\n  x: 3\n", "a[1]", "a:\n- x: 1\n")]
    [InlineData("a:\n- x: 1\n- |\n  text\n\n- y\n", "a[1]", "a:\n- x: 1\n\n- y\n")]
    [InlineData("a: {b: 1, c: 2, d: 3}\n", "a.b", "a: {c: 2, d: 3}\n")]
    [InlineData("a: {b: 1, c: 2, d: 3}\n", "a.d", "a: {b: 1, c: 2}\n")]
    [InlineData("a: [1, 2]\n", "a[1]", "a: [1]\n")]
    [InlineData("a:\n - -  # note\n   - 7\n   - x\n", "a[0][0]", "a:\n - - 7\n   - x\n")]
    [InlineData("{\n  \"a\": 1,\n  \"b\": 2\n}\n", "b", "{\n  \"a\": 1\n}\n")]
    [InlineData("a:\n  # about b\n  b: 1\n  c:\n    d: 1\n    e: 2\n  # about f\n  f: 3\n", "a.c", "a:\n  # about b\n  b: 1\n  # about f\n  f: 3\n")]
    public void A_value_is_removed(string text, string path, string expected) =>
        Assert.Equal(expected, YamlSplice.Remove(text, 0, Steps(path)));

    [Theory]
    [InlineData("a: 1\n---\nb: 2\n---\nc: 3\n", 1, "a: 1\n---\nc: 3\n")]
    [InlineData("a: 1\n---\nb: 2\n", 0, "---\nb: 2\n")]
    [InlineData("# license\n---\na: 1\n---\nb: 2\n", 0, "# license\n---\nb: 2\n")]
    [InlineData("a: 1\n# about b\n---\nb: 2\n# end\n", 1, "a: 1\n# about b\n")]
    [InlineData("a: 1\n---\n# nothing\n---\nb: 2", 1, "a: 1\n---\n# nothing\n")]
    [InlineData("a: 1\n", 0, "")]
    public void A_document_is_removed(string text, int document, string expected) =>
        Assert.Equal(expected, YamlSplice.RemoveDocument(text, document));

    [Fact]
    public void Another_document_is_left_alone() =>
        Assert.Equal("a: 1\n---\na: 3\n", YamlSplice.Set("a: 1\n---\na: 2\n", 1, ["a"], 3));

    [Theory]
    [InlineData("x: &x {b: 1}\na: *x\n", "a.b")]
    [InlineData("x: &x 1\na: *x\n", "x")]
    public void What_an_anchor_shares_is_not_changed_behind_its_back(string text, string path) =>
        Assert.Throws<SpliceException>(() => YamlSplice.Set(text, 0, Steps(path), 2));

    [Fact]
    public void A_merged_member_cannot_be_removed_from_where_it_is_merged() =>
        Assert.Throws<SpliceException>(() => YamlSplice.Remove("x: &x {b: 1}\na:\n  <<: *x\n  c: 1\n", 0, ["a", "b"]));

    [Fact]
    public void What_is_not_there_cannot_be_removed() =>
        Assert.Contains("there is no 'a.c'", Assert.Throws<SpliceException>(() => YamlSplice.Remove("a: {b: 1}\n", 0, ["a", "c"])).Message, StringComparison.Ordinal);

    private static YamlStep[] Steps(string path)
    {
        if (path.Contains('/')) return [path];
        return [.. path.Replace("[", ".[").Split('.', StringSplitOptions.RemoveEmptyEntries)
            .Select(part => part[0] == '[' ? (YamlStep)int.Parse(part[1..^1]) : part)];
    }
}
