using System.Text;

namespace GitOpsGuard.Yaml.Tests;

public sealed class FaultTests
{
    [Theory]
    [InlineData("a:\n  b: 1\n\tc: 2\n", 3, "a tab in the indentation")]
    [InlineData("a:\n\tb: 1\n", 2, "a tab in the indentation")]
    [InlineData("a: 1\nc: 2\nd:\n\tb: 1\n", 4, "a tab in the indentation")]
    [InlineData("a: 1\nc: 2\nd:\n  e: 1\n  f:\n  \tb: 1\n", 6, "a tab in the indentation")]
    [InlineData("a:\n  - b\n\t- c\n", 3, "a tab in the indentation")]
    [InlineData("a: 1\nb: 2\na: 3\n", 3, "key 'a' is already given at line 1")]
    [InlineData("true: 1\nyes: 2\n", 2, "key 'yes' is already given at line 1")]
    [InlineData("a: b: c\n", 1, "quote text that holds ': '")]
    [InlineData("a: @x\n", 1, "cannot begin a value")]
    [InlineData("a: [1, 2\nb: 3\n", 2, "")]
    [InlineData("a: \"x\n", 1, "quoted text that does not end")]
    [InlineData("a: .inf\n", 1, "not a number")]
    [InlineData("a: *x\n", 1, "alias *x has no anchor")]
    [InlineData("a: &x\n  b: *x\n", 2, "alias *x has no anchor")]
    [InlineData("a: {{ .Values.x }}\n", 1, "a key must be text")]
    [InlineData("? [a, b]\n: c\n", 1, "a key must be text")]
    [InlineData("null: c\n", 1, "a key must not be null")]
    [InlineData("a:\n  <<: 3\n", 2, "merge key")]
    [InlineData("a: !!int x\n", 1, "'x' is tagged as an integer")]
    [InlineData("a:\n   b: 1\n  c: 2\n", 3, "indented differently")]
    public void A_fault_names_its_line_in_plain_words(string yaml, int line, string words)
    {
        var fault = Assert.Throws<YamlException>(() => YamlFile.Parse(yaml).Documents[0].ToJson());
        Assert.Contains(words, fault.Message, StringComparison.Ordinal);
        Assert.Equal(line, fault.Line);
        Assert.True(fault.Column >= 1);
    }

    [Fact]
    public void Deep_nesting_is_refused_and_kills_nothing()
    {
        var deep = new string('[', 20_000);
        Assert.Contains("deeper than 64", Assert.Throws<YamlException>(() => YamlFile.Parse(deep)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Aliases_that_explode_are_refused()
    {
        var bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for (var i = 1; i < 10; i++)
            bomb.Append($"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 9))}]\n");
        var document = YamlFile.Parse(bomb.ToString()).Documents[0];
        Assert.Contains("expands to more than", Assert.Throws<YamlException>(document.ToJson).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Limits_of_size_and_count_hold()
    {
        Assert.Throws<YamlException>(() => YamlFile.Parse("a: 1234567", new() { MaxBytes = 5 }));
        var fault = Assert.Throws<YamlException>(() => YamlFile.Parse("a: 1\n---\nb: 1\n---\nc: 1\n", new() { MaxDocuments = 2 }));
        Assert.Equal(5, fault.Line);
    }

    [Fact]
    public void Text_that_is_not_utf8_is_named_with_its_place()
    {
        var fault = Assert.Throws<YamlException>(() => YamlFile.Parse([(byte)'a', (byte)'\n', (byte)'b', 0xFF, 0xFE]));
        Assert.Equal((2, 2), (fault.Line, fault.Column));
    }
}
