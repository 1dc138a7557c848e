namespace GitOpsGuard.Playground.Forge;

/// <summary>The forge's people and repositories.</summary>
internal sealed partial class ForgeDirectory(
    string folder, IReadOnlyDictionary<string, string> environment, TimeProvider time) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly List<ForgeUser> _users = [];
    private readonly List<ForgeRepository> _repositories = [];

    public IReadOnlyList<ForgeRepository> Repositories
    {
        get
        {
            lock (_lock)
                return [.. _repositories];
        }
    }

    /// <summary>Adds a person with a new random token.</summary>
    public ForgeUser AddUser(string login, string fullName)
    {
        lock (_lock)
        {
            var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(20));
            var user = new ForgeUser(_users.Count + 1, login, fullName, $"{login}@playground.example", token);
            _users.Add(user);
            return user;
        }
    }

    /// <summary>The person with this login, who was added before.</summary>
    public ForgeUser User(string login)
    {
        lock (_lock)
            return _users.Single(user => user.Login == login);
    }

    /// <summary>Hosts the bare repository that lies at <see cref="FolderOf"/> the same names.</summary>
    public ForgeRepository AddRepository(string owner, string name, bool isPrivate = false)
    {
        if (!NamePattern().IsMatch(owner) || !NamePattern().IsMatch(name))
            throw new PlaygroundException($"'{owner}/{name}' is not a name for a repository.");

        lock (_lock)
        {
            var git = new GitRepository(FolderOf(owner, name), environment);
            var repository = new ForgeRepository(_repositories.Count + 1, owner, name, isPrivate, git, time);
            _repositories.Add(repository);
            return repository;
        }
    }

    /// <summary>Where a repository lies on disk.</summary>
    public string FolderOf(string owner, string name) => Path.Combine(folder, owner, $"{name}.git");

    /// <summary>The repository, for somebody who may read it; a private one does not exist for anybody else.</summary>
    public ForgeRepository Repository(string owner, string name, ForgeUser? reader) =>
        Repositories.FirstOrDefault(repository =>
            string.Equals(repository.FullName, $"{owner}/{name}", StringComparison.OrdinalIgnoreCase)
            && (!repository.IsPrivate || reader is not null))
        ?? throw new ForgeException(HttpStatusCode.NotFound, $"repository {owner}/{name} does not exist");

    /// <summary>
    /// The person behind the credentials of a request: a token, or basic authentication with the token as password
    /// (or as user name). Null without credentials; 401 with wrong ones.
    /// </summary>
    public ForgeUser? Authenticate(HttpRequest request)
    {
        if (request.Headers.Authorization is not [{ } header])
            return null;

        var space = header.IndexOf(' ', StringComparison.Ordinal);
        var (scheme, value) = space < 0 ? (header, "") : (header[..space], header[(space + 1)..].Trim());
        var user = scheme.ToLowerInvariant() switch
        {
            "token" or "bearer" => ByToken(value),
            "basic" => ByPassword(value),
            _ => null,
        };
        return user ?? throw new ForgeException(HttpStatusCode.Unauthorized, "invalid username, password or token");
    }

    public void Dispose()
    {
        foreach (var repository in Repositories)
            repository.Dispose();
    }

    private ForgeUser? ByPassword(string encoded)
    {
        Span<byte> bytes = new byte[encoded.Length];
        if (!Convert.TryFromBase64String(encoded, bytes, out var length))
            return null;

        var pair = Encoding.UTF8.GetString(bytes[..length]).Split(':', 2);
        return ByToken(pair[^1]) is { } user && (pair[0].Length == 0 || pair[0] == user.Login)
            ? user
            : ByToken(pair[0]);
    }

    private ForgeUser? ByToken(string token)
    {
        lock (_lock)
        {
            return _users.FirstOrDefault(user => CryptographicOperations.FixedTimeEquals(
                Encoding.UTF8.GetBytes(user.Token), Encoding.UTF8.GetBytes(token)));
        }
    }

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NamePattern();
}
