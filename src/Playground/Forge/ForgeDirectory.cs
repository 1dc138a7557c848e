using System.Net.Http.Headers;

namespace GitOpsGuard.Playground.Forge;

/// <summary>The forge's people and repositories. Everything in it may be used concurrently.</summary>
/// <param name="folder">Where the bare repositories lie, each at <see cref="FolderOf"/>.</param>
/// <param name="shell">Runs git.</param>
/// <param name="time">The clock.</param>
internal sealed class ForgeDirectory(string folder, Shell shell, TimeProvider time) : IDisposable
{
    private readonly ConcurrentDictionary<string, ForgeUser> _users = new();
    private readonly ConcurrentDictionary<string, ForgeRepository> _repositories = new(StringComparer.OrdinalIgnoreCase);

    public string Folder => folder;
    public Shell Shell => shell;

    /// <summary>In the order in which they were added.</summary>
    public IEnumerable<ForgeRepository> Repositories => _repositories.Values.OrderBy(repository => repository.Id);

    /// <summary>Adds a person with a new random token.</summary>
    public ForgeUser AddUser(string login, string fullName)
    {
        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(20));
        return _users[login] = new ForgeUser(_users.Count + 1, login, fullName, $"{login}@playground.example", token);
    }

    /// <summary>The person with this login, who was added before.</summary>
    public ForgeUser User(string login) => _users[login];

    /// <summary>Hosts the bare repository that lies at <see cref="FolderOf"/> the same names.</summary>
    public ForgeRepository AddRepository(string owner, string name, bool isPrivate = false)
    {
        var git = new GitRepository(FolderOf(owner, name), shell);
        return _repositories[$"{owner}/{name}"] = new ForgeRepository(_repositories.Count + 1, owner, name, isPrivate, git, time);
    }

    /// <summary>Where a repository lies on disk.</summary>
    public string FolderOf(string owner, string name) => Path.Combine(folder, owner, $"{name}.git");

    /// <summary>The repository, for somebody who may read it; a private one does not exist for anybody else.</summary>
    public ForgeRepository Repository(string owner, string name, ForgeUser? reader) =>
        _repositories.TryGetValue($"{owner}/{name}", out var found) && (!found.IsPrivate || reader is not null)
            ? found
            : throw new ForgeException(HttpStatusCode.NotFound, $"repository {owner}/{name} does not exist");

    /// <summary>
    /// The person behind the credentials of a request: a token, or basic authentication with the token as password. Null without
    /// credentials; 401 with wrong ones.
    /// </summary>
    public ForgeUser? Authenticate(HttpRequest request)
    {
        if (!AuthenticationHeaderValue.TryParse(request.Headers.Authorization, out var header)) return null;
        var token = header.Parameter ?? "";
        if (header.Scheme.Equals("basic", StringComparison.OrdinalIgnoreCase)) token = Password(token);
        return ByToken(token) ?? throw new ForgeException(HttpStatusCode.Unauthorized, "invalid username, password or token");
    }

    /// <summary>As <see cref="Authenticate"/>, and 401 without credentials too.</summary>
    public ForgeUser Writer(HttpRequest request) =>
        Authenticate(request) ?? throw new ForgeException(HttpStatusCode.Unauthorized, "token is required");

    public void Dispose()
    {
        foreach (var repository in Repositories) repository.Dispose();
    }

    private static string Password(string encoded)
    {
        var bytes = new byte[encoded.Length];
        var isEncoded = Convert.TryFromBase64String(encoded, bytes, out var length);
        return isEncoded ? Encoding.UTF8.GetString(bytes, 0, length).Split(':', 2)[^1] : "";
    }

    private ForgeUser? ByToken(string token) => _users.Values.FirstOrDefault(user => CryptographicOperations.FixedTimeEquals(
        Encoding.UTF8.GetBytes(user.Token), Encoding.UTF8.GetBytes(token)));
}

/// <summary>A person the forge knows. The token is a password for Git and for the API.</summary>
internal sealed record ForgeUser(long Id, string Login, string FullName, string Email, string Token);

/// <summary>A request that the forge answers with an error: the status code and the message of the answer.</summary>
internal sealed class ForgeException(HttpStatusCode code, string message) : Exception(message)
{
    public HttpStatusCode Code { get; } = code;
}
