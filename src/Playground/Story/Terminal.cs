using GitOpsGuard.Playground.Processes;

namespace GitOpsGuard.Playground.Story;

/// <summary>Runs commands as people and prints what they would type and see.</summary>
internal sealed class Terminal(TextWriter output)
{
    /// <summary>Runs a command line of simple words; the prompt names the person.</summary>
    public async Task<CommandResult> RunAsync(
        Person person, IReadOnlyList<string> words, CancellationToken cancellationToken)
    {
        await output.WriteLineAsync($"{person.Name}$ {string.Join(' ', words.Select(Quote))}");
        var result = await QuietlyAsync(person, words, cancellationToken);
        foreach (var line in result.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            await output.WriteLineAsync($"  {line.TrimEnd()}");
        return result;
    }

    /// <summary>As <see cref="RunAsync"/>, without printing: a look that the reader need not see.</summary>
    public static Task<CommandResult> QuietlyAsync(
        Person person, IReadOnlyList<string> words, CancellationToken cancellationToken) =>
        Command.RunAsync(
            new ProcessSpec(words[0], [.. words.Skip(1)], person.Environment, person.Home), cancellationToken);

    public Task SayAsync(string text) => output.WriteLineAsync(text);

    /// <summary>Begins a numbered part of the story.</summary>
    public async Task HeadAsync(string text)
    {
        await output.WriteLineAsync();
        await output.WriteLineAsync($"== {text}");
    }

    private static string Quote(string word) =>
        word.Length > 0 && word.All(letter => char.IsLetterOrDigit(letter) || "-_./=:,@%+".Contains(letter, StringComparison.Ordinal))
            ? word
            : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
