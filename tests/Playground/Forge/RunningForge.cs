using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using GitOpsGuard.Playground.Forge;
using GitOpsGuard.Playground.Processes;

namespace GitOpsGuard.Playground.Tests.Forge;

/// <summary>A forge with the repository team/shop, whose branch more-web changes one line.</summary>
public sealed class RunningForge : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("forge with space-").FullName;
    private readonly Shell _shell;
    private ForgeServer _server = null!;

    public RunningForge()
    {
        var environment = new Dictionary<string, string>
        {
            ["PATH"] = Environment.GetEnvironmentVariable("PATH")!,
            ["HOME"] = _folder,
            ["GIT_CONFIG_NOSYSTEM"] = "1",
            ["GIT_TERMINAL_PROMPT"] = "0",
            ["GIT_AUTHOR_NAME"] = "Alice",
            ["GIT_AUTHOR_EMAIL"] = "alice@example.org",
            ["GIT_COMMITTER_NAME"] = "Alice",
            ["GIT_COMMITTER_EMAIL"] = "alice@example.org",
            ["NO_PROXY"] = "127.0.0.1",
        };
        _shell = new Shell(environment, _folder);
    }

    public HttpClient Http { get; private set; } = null!;

    public string Token { get; private set; } = "";

    public string Api => "/api/v1/repos/team/shop";

    public string CloneUrl(string? user = null) =>
        $"http://{(user is null ? "" : $"{user}@")}{_server.Address.Authority}/team/shop.git";

    public async ValueTask InitializeAsync()
    {
        var repositories = Path.Combine(_folder, "repositories");
        var directory = new ForgeDirectory(repositories, _shell, TimeProvider.System);
        var maintainer = directory.AddUser("admin", "Ada Admin");
        Token = directory.AddUser("alice", "Alice Developer").Token;
        foreach (var name in new[] { "shop", "secret" })
        {
            await GitAsync("init", "--quiet", "--bare", "--initial-branch=main", directory.FolderOf("team", name));
            directory.AddRepository("team", name, isPrivate: name == "secret");
        }

        _server = await ForgeServer.StartAsync(directory, maintainer, TestContext.Current.CancellationToken);
        Http = new HttpClient(new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false })
        {
            BaseAddress = _server.Address,
        };
        await FillAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    internal Task<CommandResult> TryGitAsync(params string[] arguments) =>
        _shell.RunAsync(["git", .. arguments], TestContext.Current.CancellationToken);

    /// <summary>Sends a request to the API as Alice, or with another token, or without one when it is empty.</summary>
    public async Task<(int Status, JsonNode? Body)> CallAsync(
        HttpMethod method, string path, string? body = null, string? token = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        if (token != "")
            request.Headers.Authorization = new AuthenticationHeaderValue("token", token ?? Token);
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await Http.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return ((int)response.StatusCode, text.Length == 0 ? null : JsonNode.Parse(text));
    }

    /// <summary>Pushes a branch from main on which web.yaml has these lines, and returns its name.</summary>
    public async Task<string> PushBranchAsync(string name, string text)
    {
        var clone = Path.Combine(_folder, $"clone-{name}");
        await GitAsync("clone", "--quiet", CloneUrl($"alice:{Token}"), clone);
        await GitAsync("-C", clone, "checkout", "--quiet", "-B", name);
        await File.WriteAllTextAsync(Path.Combine(clone, "web.yaml"), text, TestContext.Current.CancellationToken);
        await GitAsync("-C", clone, "add", ".");
        await GitAsync("-C", clone, "commit", "--quiet", "-m", $"Change <b>{name}</b>");
        await GitAsync("-C", clone, "push", "--quiet", "origin", name);
        return name;
    }

    private async Task FillAsync()
    {
        var text = new StringBuilder();
        for (var line = 1; line <= 20; line++)
            text.Append($"line{line}: 1\n");
        await PushBranchAsync("main", text.ToString());
    }

    private async Task GitAsync(params string[] arguments) => (await TryGitAsync(arguments)).Require();
}
