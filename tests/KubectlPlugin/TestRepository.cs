using System.Diagnostics;

namespace GitOpsGuard.KubectlPlugin.Tests;

/// <summary>A bare repository in a temporary directory, with one commit on <c>main</c>.</summary>
internal sealed class TestRepository : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("gitops test ").FullName;

    public TestRepository(params (string Path, string Content)[] files)
    {
        var work = System.IO.Path.Combine(_directory, "work");
        Directory.CreateDirectory(work);
        foreach (var (path, content) in files)
        {
            var file = System.IO.Path.Combine(work, path);
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
            File.WriteAllText(file, content);
        }

        Run(work, "init", "-q", "-b", "main", ".");
        Run(work, "add", "-A");
        Run(work, "-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "commit.gpgsign=false", "commit", "-q", "-m", "first");
        Run(_directory, "clone", "-q", "--bare", work, Path);
    }

    public string Path => System.IO.Path.Combine(_directory, "shop.git");

    public string Url => new Uri(Path).AbsoluteUri;

    public string Git(params string[] arguments) => Run(Path, arguments);

    public void Dispose()
    {
        foreach (var file in Directory.EnumerateFiles(_directory, "*", SearchOption.AllDirectories)) File.SetAttributes(file, FileAttributes.Normal);
        Directory.Delete(_directory, recursive: true);
    }

    private static string Run(string directory, params string[] arguments)
    {
        var start = new ProcessStartInfo("git") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = directory };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"git {string.Join(' ', arguments)}: {error}");
    }
}
