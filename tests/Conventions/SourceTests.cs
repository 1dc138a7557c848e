using System.Text.RegularExpressions;

namespace GitOpsGuard.Conventions.Tests;

/// <summary>Budgets and words that keep the code readable.</summary>
public sealed partial class SourceTests
{
    private const int LongestFile = 400;

    [Fact]
    public void No_source_file_is_longer_than_400_lines()
    {
        var longer = Sources()
            .Select(file => (File: Repository.Relative(file), Lines: File.ReadLines(file).Count()))
            .Where(source => source.Lines > LongestFile);

        Assert.Empty(longer);
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

    private static bool IsDocumentation(string line) => line.StartsWith("///", StringComparison.Ordinal);

    private static IEnumerable<string> Sources() =>
        Repository.Files("src", "*.cs").Concat(Repository.Files("tests", "*.cs"))
            .Where(file => !file.EndsWith($"{nameof(SourceTests)}.cs", StringComparison.Ordinal));

    [GeneratedRegex("^(Common|Shared|Utils?|Helpers?|Managers?)$|(Utils?|Helpers?|Manager)$", RegexOptions.ExplicitCapture)]
    private static partial Regex VagueName();

    [GeneratedRegex(@"NotImplementedException|\bTODO\b|\bFIXME\b|\bHACK\b|Skip ?= ?""|Thread\.Sleep|async void|#region", RegexOptions.ExplicitCapture)]
    private static partial Regex Unfinished();

    [GeneratedRegex(@"^public (static |sealed |abstract |partial |readonly )*(class|interface|struct|enum|record) ", RegexOptions.ExplicitCapture)]
    private static partial Regex PublicType();
}
