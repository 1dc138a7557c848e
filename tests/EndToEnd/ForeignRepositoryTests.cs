using GitOpsGuard.Playground;
using GitOpsGuard.Playground.Processes;

namespace GitOpsGuard.EndToEnd.Tests;

/// <summary>The story with manifests that nobody wrote for it.</summary>
public sealed class ForeignRepositoryTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("foreign with space-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Category", "Long")]
    public async Task A_large_foreign_repository_is_synced_and_one_edit_is_denied_and_proposed()
    {
        var corpus = Path.Combine(
            Path.GetDirectoryName(PlaygroundPaths.FindRoot())!, "shared", "corpus", "microservices-demo", "kubernetes-manifests");
        Assert.SkipUnless(Directory.Exists(corpus), $"{corpus} is not there");
        foreach (var file in Directory.GetFiles(corpus, "*.yaml"))
            File.Copy(file, Path.Combine(_folder, Path.GetFileName(file)));

        await TellAsync(".");
    }

    [Fact]
    public async Task A_repository_with_nothing_but_a_config_map_is_enough()
    {
        var inside = Directory.CreateDirectory(Path.Combine(_folder, "deploy", "my settings")).FullName;
        await File.WriteAllTextAsync(
            Path.Combine(inside, "only.yaml"),
            "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: only\n  namespace: default\ndata:\n  colour: blue # for now\n",
            Token);

        await TellAsync("deploy/my settings");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task TellAsync(string path)
    {
        await GitAsync("init", "--quiet", "--initial-branch=trunk", ".");
        await GitAsync("add", ".");
        await GitAsync("-c", "user.name=Somebody", "-c", "user.email=s@example.org", "commit", "--quiet", "-m", "Begin");
        await using var test = await TestPlayground.StartAsync(_folder, path, Token);
        try
        {
            await test.Story.TellAsync(Token);
        }
        catch (Exception error)
        {
            Assert.Fail($"{error.Message}\n{test.Told}\n{test.Logs()}");
        }

        Assert.Empty(await GitAsync("status", "--porcelain"));
    }

    private Task<string> GitAsync(params string[] arguments)
    {
        var environment = new Dictionary<string, string>
        {
            ["PATH"] = Environment.GetEnvironmentVariable("PATH")!,
            ["HOME"] = _folder,
            ["GIT_CONFIG_NOSYSTEM"] = "1",
        };
        return new Shell(environment, _folder).ReadAsync(["git", .. arguments], Token);
    }
}
