namespace GitOpsGuard.Yaml.Tests;

public sealed class PositionTests
{
    private const string Text = """
        # first
        a: 1  # one
        b: "two"
        c: |
          x
          y

        d:
        - p: 'q'
          r: >-
            folded
            text
        - [1, {k: v}]
        e: &anchor !!str 5
        f: {}
        g:
        h: *anchor

        # last
        """;

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    public void Every_value_knows_its_exact_text(string newline)
    {
        var text = Text.ReplaceLineEndings(newline);
        var document = YamlFile.Parse(text).Documents[0];
        Check("1", 2, "a");
        Check("\"two\"", 3, "b");
        Check($"|{newline}  x{newline}  y", 4, "c");
        Check("'q'", 9, "d", 0, "p");
        Check($">-{newline}    folded{newline}    text", 10, "d", 0, "r");
        Check("[1, {k: v}]", 13, "d", 1);
        Check("v", 13, "d", 1, 1, "k");
        Check("&anchor !!str 5", 14, "e");
        Check("{}", 15, "f");
        Check("", 16, "g");
        Check("*anchor", 17, "h");
        Assert.Equal(document.Find("h")!.End, document.Root.End);

        void Check(string expected, int line, params YamlStep[] path)
        {
            var node = document.Find(path)!;
            Assert.Equal(expected, text[node.Start.Offset..node.End.Offset]);
            Assert.Equal(line, node.Start.Line);
        }
    }

    [Fact]
    public void A_byte_order_mark_shifts_offsets_but_not_lines()
    {
        var text = "\uFEFFa: 1\nb: 2\n";
        var b = YamlFile.Parse(text).Documents[0].Find("b")!;
        Assert.Equal("2", text[b.Start.Offset..b.End.Offset]);
        Assert.Equal((2, 4), (b.Start.Line, b.Start.Column));
    }
}
