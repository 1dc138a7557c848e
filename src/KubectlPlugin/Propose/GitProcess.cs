using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace GitOpsGuard.KubectlPlugin.Propose;

/// <summary>Runs the user's own git in a bare repository, with the user's configuration and credentials.</summary>
/// <param name="directory">The repository.</param>
/// <param name="variable">Reads an environment variable.</param>
/// <param name="mayAsk">Whether git may ask for a password.</param>
internal sealed partial class GitProcess(string directory, Func<string, string?> variable, bool mayAsk)
{
    /// <summary>The repository.</summary>
    public string Directory => directory;

    /// <summary>Runs a command and gives what it wrote.</summary>
    /// <exception cref="PluginException">git is missing or failed; the message holds its last words.</exception>
    public async Task<string> RunAsync(CancellationToken cancellationToken, params string[] arguments) =>
        Encoding.UTF8.GetString(await RunAsync(ReadOnlyMemory<byte>.Empty, null, arguments, cancellationToken)).Trim();

    /// <summary>Runs a command with input.</summary>
    /// <param name="input">What it reads.</param>
    /// <param name="index">Index file to use; null for none.</param>
    /// <param name="arguments">The arguments.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<byte[]> RunAsync(ReadOnlyMemory<byte> input, string? index, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        using var process = Start(arguments, index);
        try
        {
            using var result = new MemoryStream();
            var written = process.StandardOutput.BaseStream.CopyToAsync(result, cancellationToken);
            var complaints = process.StandardError.ReadToEndAsync(cancellationToken);
            await WriteAsync(process, input, cancellationToken);
            await written;
            var words = await complaints;
            await process.WaitForExitAsync(cancellationToken);
            return process.ExitCode == 0 ? result.ToArray() : throw Failed(arguments, words);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    /// <summary>Starts a command whose input and output the caller drives.</summary>
    public Process Start(IReadOnlyList<string> arguments, string? index = null)
    {
        var start = new ProcessStartInfo("git")
        {
            UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = directory,
        };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        foreach (var name in (string[])["GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_NAMESPACE"]) start.Environment.Remove(name);
        start.Environment["GIT_DIR"] = directory;
        start.Environment["LC_ALL"] = "C";
        // The address comes from the cluster: git's helpers that run commands are not for it.
        start.Environment["GIT_ALLOW_PROTOCOL"] = "http:https:ssh:file";
        if (!mayAsk && variable("GIT_TERMINAL_PROMPT") is null) start.Environment["GIT_TERMINAL_PROMPT"] = "0";
        if (index is not null) start.Environment["GIT_INDEX_FILE"] = index;
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new PluginException("git cannot be run", "Install git and make sure it is on PATH.", e);
        }
    }

    private static async Task WriteAsync(Process process, ReadOnlyMemory<byte> input, CancellationToken cancellationToken)
    {
        try
        {
            await process.StandardInput.BaseStream.WriteAsync(input, cancellationToken);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The command ended before it read everything; its exit code and its words tell why.
        }
    }

    private static PluginException Failed(IReadOnlyList<string> arguments, string words)
    {
        var lines = words.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Where(line => !line.StartsWith("hint:", StringComparison.Ordinal)).TakeLast(4);
        var verb = arguments.First(argument => argument[0] != '-');
        return new($"git {verb} failed: {Credentials().Replace(string.Join("; ", lines), "://")}");
    }

    [GeneratedRegex("://[^/@\\s']+@", RegexOptions.CultureInvariant)]
    private static partial Regex Credentials();
}
