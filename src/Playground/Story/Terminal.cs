namespace GitOpsGuard.Playground.Story;

/// <summary>Runs commands as people and prints what they would type and see.</summary>
internal sealed class Terminal(TextWriter output)
{
    /// <summary>Runs a command of simple words; the prompt names the person.</summary>
    public async Task<CommandResult> RunAsync(Person person, CancellationToken ct, params IReadOnlyList<string> words)
    {
        await output.WriteLineAsync($"{person.Name}$ {string.Join(' ', words.Select(Quote))}");
        var result = await person.Shell.RunAsync(words, ct);
        foreach (var line in result.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries)) await SayAsync($"  {line.TrimEnd()}");
        return result;
    }

    public Task SayAsync(string text) => output.WriteLineAsync(text);

    private static string Quote(string word) =>
        word.Length > 0 && word.All(letter => char.IsLetterOrDigit(letter) || "-_./=:,@%+".Contains(letter, StringComparison.Ordinal))
            ? word
            : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
