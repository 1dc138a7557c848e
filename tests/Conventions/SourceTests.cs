using System.Text.RegularExpressions;

namespace GitOpsGuard.Conventions.Tests;

/// <summary>Budgets and words that keep the code readable.</summary>
public sealed partial class SourceTests
{
    private const int LongestFile = 400;
    private const int LongestMethod = 60;
    private const int PlaygroundLines = 8000;

    [Fact]
    public void No_source_file_is_longer_than_400_lines()
    {
        var longer = Sources()
            .Select(file => (File: Repository.Relative(file), Lines: File.ReadLines(file).Count()))
            .Where(source => source.Lines > LongestFile);

        Assert.Empty(longer);
    }

    [Fact]
    public void No_method_of_the_product_is_longer_than_60_lines()
    {
        var longer = Repository.Files("src", "*.cs").SelectMany(file => Members(File.ReadAllLines(file))
            .Where(member => member.Lines > LongestMethod)
            .Select(member => $"{Repository.Relative(file)}:{member.Line} has {member.Lines} lines"));

        Assert.Empty(longer);
    }

    [Fact]
    public void The_playground_has_fewer_than_8000_lines_of_code()
    {
        var lines = Repository.Files("src/Playground", "*.cs").SelectMany(File.ReadLines).Count(IsCode);

        Assert.InRange(lines, 1, PlaygroundLines - 1);
    }

    [Fact]
    public void A_class_of_the_product_is_sealed_static_or_abstract()
    {
        var open = Repository.Files("src", "*.cs")
            .SelectMany(file => File.ReadLines(file)
                .Select((line, index) => (Place: $"{Repository.Relative(file)}:{index + 1}", Line: line))
                .Where(source => OpenClass().IsMatch(source.Line)))
            .Select(source => source.Place);

        Assert.Empty(open);
    }

    [Fact]
    public void No_name_says_Common_Shared_Utils_Helpers_or_Manager()
    {
        var vague = Sources()
            .Select(Repository.Relative)
            .Where(file => file.Split('/', '.').Any(part => VagueName().IsMatch(part)));

        Assert.Empty(vague);
    }

    [Fact]
    public void No_work_is_left_for_later_in_the_source()
    {
        var unfinished = Sources().SelectMany(file => File.ReadLines(file)
            .Select((line, index) => (Place: $"{Repository.Relative(file)}:{index + 1}", Line: line))
            .Where(source => Unfinished().IsMatch(source.Line)));

        Assert.Empty(unfinished);
    }

    [Fact]
    public void A_public_type_says_what_it_is()
    {
        var silent = Repository.Files("src", "*.cs").SelectMany(file => Undocumented(File.ReadAllLines(file))
            .Select(line => $"{Repository.Relative(file)}:{line}"));

        Assert.Empty(silent);
    }

    /// <summary>Members with a body of their own, by the layout that the code style holds: braces alone at the member's indentation.</summary>
    private static IEnumerable<(int Line, int Lines)> Members(string[] lines)
    {
        for (var i = 1; i < lines.Length; i++)
        {
            if (lines[i] != "    {" || TypeDeclaration().IsMatch(lines[i - 1])) continue;
            var end = Array.FindIndex(lines, i, line => line.StartsWith("    }", StringComparison.Ordinal));
            if (end > 0) yield return (i, end - i - 1);
        }
    }

    private static IEnumerable<int> Undocumented(string[] lines)
    {
        for (var i = 0; i < lines.Length; i++)
        {
            if (!PublicType().IsMatch(lines[i])) continue;
            var above = i - 1;
            while (above >= 0 && lines[above].Length > 0 && !IsDocumentation(lines[above])) above--;
            if (above < 0 || !IsDocumentation(lines[above])) yield return i + 1;
        }
    }

    private static bool IsCode(string line) => line.Trim() is { Length: > 0 } text && !text.StartsWith("//", StringComparison.Ordinal);

    private static bool IsDocumentation(string line) => line.StartsWith("///", StringComparison.Ordinal);

    private static IEnumerable<string> Sources() =>
        Repository.Files("src", "*.cs").Concat(Repository.Files("tests", "*.cs"))
            .Where(file => !file.EndsWith($"{nameof(SourceTests)}.cs", StringComparison.Ordinal));

    [GeneratedRegex("^(Common|Shared|Utils?|Helpers?|Managers?)$|(Utils?|Helpers?|Manager)$", RegexOptions.ExplicitCapture)]
    private static partial Regex VagueName();

    [GeneratedRegex(@"^\s*(public |internal |private |protected )?(partial )?(class|record( class)?) \w", RegexOptions.ExplicitCapture)]
    private static partial Regex OpenClass();

    [GeneratedRegex(@"\b(class|record|struct|interface|enum)\b", RegexOptions.ExplicitCapture)]
    private static partial Regex TypeDeclaration();

    [GeneratedRegex(@"NotImplementedException|\bTODO\b|\bFIXME\b|\bHACK\b|Skip ?= ?""|Thread\.Sleep|async void|#region", RegexOptions.ExplicitCapture)]
    private static partial Regex Unfinished();

    [GeneratedRegex(@"^public (static |sealed |abstract |partial |readonly )*(class|interface|struct|enum|record) ", RegexOptions.ExplicitCapture)]
    private static partial Regex PublicType();
}
