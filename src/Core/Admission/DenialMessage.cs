using System.Text;
using System.Text.Json;
using GitOpsGuard.Core.Closed;
using GitOpsGuard.Core.Fields;

namespace GitOpsGuard.Core.Admission;

/// <summary>The text of a denial: what happened, which fields, where Git declares them, what to type. At most 2 KB.</summary>
internal sealed class DenialMessage(Judgement judgement)
{
    private const int MostFields = 10;
    private const int LongestValue = 60;
    private const int LongestPath = 140;
    private const int LongestMessage = 2048;

    private readonly StringBuilder _text = new();

    /// <summary>A whole line.</summary>
    internal DenialMessage Line(string line)
    {
        _text.Append(line).Append('\n');
        return this;
    }

    /// <summary>The fields, at most ten, then a count.</summary>
    internal DenialMessage Fields(IReadOnlyList<FieldDifference> changes)
    {
        if (changes.Any(change => !Secrecy.IsLastApplied(change.Path))) changes = [.. changes.Where(change => !Secrecy.IsLastApplied(change.Path))];
        foreach (var change in changes.Take(MostFields)) Entry(Verb(change), $"{Cut(change.Path.ToString(), LongestPath)}  {Values(change)}");
        return changes.Count > MostFields ? Line($"  and {changes.Count - MostFields} more fields") : this;
    }

    /// <summary>Where Git declares the object; of changes, the first that Git has a line for.</summary>
    internal DenialMessage Address(IReadOnlyList<FieldDifference>? changes = null)
    {
        if (judgement.Policies.Any(policy => policy.MinimalMessages)) return this;
        if (!judgement.InGit) return this;
        var (ns, name) = judgement.Sync;
        if (judgement.Declared is not { } declared) return Entry("declared", $"in Git  (GitSync {ns}/{name})");
        var fields = (changes ?? []).Select(change => change.Path).Where(path => !Secrecy.IsLastApplied(path)).ToList();
        var field = fields.Find(declared.Declares) ?? fields.FirstOrDefault();
        Entry("declared", $"{declared.File}:{(field is null ? declared.Line : declared.LineOf(field))}  {declared.Source.Repository}@{declared.Source.ShortCommit}  (GitSync {ns}/{name})");
        return judgement.Snapshot.PendingFor(ns, name) is { } pending
            ? Entry("ahead", $"Git stands at {DeclarationSource.ShortCommitOf(pending)}, which is not applied yet: this is judged by what was applied last")
            : this;
    }

    /// <summary>What to type, or what else to do where nothing is kept.</summary>
    internal DenialMessage HowTo(string aim, ChangeDraft? kept) => kept is null
        ? Line($"{aim}, edit it in Git and open a pull request.")
        : Line($"{aim}, open it as a pull request:").Line($"  kubectl gitops propose {kept.Id}");

    /// <summary>One indented line of a label and a text.</summary>
    internal DenialMessage Entry(string label, string text) => Line($"  {label,-11}{text}");

    /// <inheritdoc/>
    public override string ToString()
    {
        var text = _text.ToString().TrimEnd('\n');
        if (text.Length <= LongestMessage && Encoding.UTF8.GetByteCount(text) <= LongestMessage) return text;
        while (Encoding.UTF8.GetByteCount(text) > LongestMessage - 3) text = text[..^Math.Min(text.Length, 16)];
        return text + "...";
    }

    private string Values(FieldDifference change)
    {
        var secret = Secrecy.Hides(judgement.Identity, change.Path);
        return (change.Before, change.After) switch
        {
            ({ } before, { } after) => $"{Value(before, secret)} -> {Value(after, secret)}",
            (null, { } after) => Value(after, secret),
            ({ } before, null) => Value(before, secret),
            _ => "",
        };
    }

    private static string Verb(FieldDifference change) => change.Before is null ? "added" : change.After is null ? "removed" : "changed";

    private static string Value(JsonElement value, bool secret)
    {
        if (secret) return "***";
        if (value.ValueKind != JsonValueKind.String) return Cut(value.GetRawText().ReplaceLineEndings(" "), LongestValue);
        var text = value.GetString()!;
        return text.Length > 0 && text.All(c => c is > ' ' and < '\u007f') ? Cut(text, LongestValue) : Cut($"\"{JsonEncodedText.Encode(text)}\"", LongestValue);
    }

    private static string Cut(string text, int length) => text.Length <= length ? text : $"{text.AsSpan(0, length - 3)}...";
}
