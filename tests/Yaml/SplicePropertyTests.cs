using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using GitOpsGuard.Yaml.Splicing;

namespace GitOpsGuard.Yaml.Tests;

/// <summary>Random documents in random layouts, random changes: the change arrives, and no line beside it moves.</summary>
public sealed class SplicePropertyTests
{
    [Fact]
    public void A_scalar_that_is_set_arrives_and_no_other_line_moves() => Check((random, document) =>
    {
        var leaves = document.Paths().Where(path => document.At(path) is not (JsonObject or JsonArray)).ToArray();
        if (leaves.Length == 0) return;
        var path = leaves[random.Next(leaves.Length)];
        var value = RandomDocument.Scalar(random);
        var result = YamlSplice.Set(document.Text, 0, path, value);
        document.AssertChanged(result, path, value, set: true);
        document.AssertOtherLines(result, path);
    });

    [Fact]
    public void A_member_that_is_added_arrives_and_no_line_moves() => Check((random, document) =>
    {
        var maps = document.Paths().Where(path => document.At(path) is JsonObject { Count: > 0 }).ToArray();
        if (maps.Length == 0) return;
        YamlStep[] path = [.. maps[random.Next(maps.Length)], "added"];
        var value = RandomDocument.Tree(random, 2);
        var result = YamlSplice.Set(document.Text, 0, path, value);
        document.AssertChanged(result, path, value, set: true);
        document.AssertOtherLines(result, path[..^1]);
    });

    [Fact]
    public void What_is_removed_is_gone_and_no_other_line_moves() => Check((random, document) =>
    {
        var all = document.Paths().Where(path => path.Length > 0).ToArray();
        if (all.Length == 0) return;
        var path = all[random.Next(all.Length)];
        var result = YamlSplice.Remove(document.Text, 0, path);
        document.AssertChanged(result, path, null, set: false);
        document.AssertOtherLines(result, path[..^1]);
    });

    [Fact]
    public void Any_tree_becomes_any_other() => Check((random, document) =>
    {
        var all = document.Paths().Where(path => path.Length > 0).ToArray();
        if (all.Length == 0) return;
        var path = all[random.Next(all.Length)];
        var value = RandomDocument.Tree(random, 3);
        var result = YamlSplice.Set(document.Text, 0, path, value);
        document.AssertChanged(result, path, value, set: true);
        document.AssertOtherLines(result, path);
    });

    [Fact]
    public void Every_text_survives_in_every_style()
    {
        var texts = Gen.OneOf(
            Gen.String[Gen.Char["abc 01:.-#'\"\\{}[],&*!|>%@`\n\t=~<_eExXoOyYnN/é\u00a0\u2028"], 0, 12],
            Gen.String[0, 8],
            Gen.Int.Select(i => i.ToString()), Gen.Double.Select(d => d.ToString("R")));
        string[] layouts = ["a: x\nb: 1\n", "a: 'x'\n", "a: \"x\"\n", "a: |\n  x\n  y\nb: 1\n", "a: >\n  x\n  y\n", "b: [1, {a: x}]\n", "b:\n- a: x\n  c: 1\n", "a:\nb: 1"];
        Gen.Select(texts, Gen.Int[0, layouts.Length - 1]).Sample((text, which) =>
        {
            var layout = layouts[which];
            if (text.Any(char.IsSurrogate)) return;
            YamlStep[] path = layout.StartsWith("b: [", StringComparison.Ordinal) ? ["b", 1, "a"] : layout.StartsWith("b:", StringComparison.Ordinal) ? ["b", 0, "a"] : ["a"];
            var result = YamlSplice.Set(layout, 0, path, JsonValue.Create(text));
            var read = (YamlScalar)YamlFile.Parse(result).Documents[0].Find(path)!;
            Assert.Equal(text, read.ToJson()!.GetValue<string>());
        }, iter: 2000);
    }

    private static void Check(Action<Random, RandomDocument> property) => Gen.Int.Sample(seed =>
    {
        var random = new Random(seed);
        var document = new RandomDocument(random);
        try
        {
            property(random, document);
        }
        catch (Exception e) when (e is not Xunit.Sdk.XunitException)
        {
            throw new InvalidOperationException($"{e.Message}\n{JsonSerializer.Serialize(document.Text)}\n{document.Text}", e);
        }
    }, iter: 800);
}
