using System.Text.Json;

namespace GitOpsGuard.Forges;

/// <summary>Finds the forge behind a repository's address.</summary>
public static class ForgeLocator
{
    private static readonly (string Host, ForgeKind Kind)[] Hosts =
    [
        ("github.com", ForgeKind.GitHub), ("gitlab.com", ForgeKind.GitLab), ("codeberg.org", ForgeKind.Gitea),
        ("gitea.com", ForgeKind.Gitea), ("bitbucket.org", ForgeKind.Bitbucket), ("dev.azure.com", ForgeKind.AzureDevOps),
    ];

    private static readonly (string Prefix, ForgeKind Kind)[] Prefixes =
    [
        ("github.", ForgeKind.GitHub), ("gitlab.", ForgeKind.GitLab), ("gitea.", ForgeKind.Gitea), ("forgejo.", ForgeKind.Gitea),
        ("bitbucket.", ForgeKind.BitbucketDataCenter),
    ];

    /// <summary>Derives the forge from what a GitSource says and from well-known host names.</summary>
    /// <param name="repository">Address that git uses: <c>https://</c>, <c>http://</c>, <c>ssh://</c> or <c>git@host:owner/name</c>.</param>
    /// <param name="kind">Kind that the GitSource names; null derives it.</param>
    /// <param name="web">Web address that the GitSource names; null derives it.</param>
    /// <returns>Null when the host tells nothing, or the repository lies on no forge.</returns>
    /// <exception cref="ForgeException">The GitSource names a kind or an address that there is not.</exception>
    public static ForgeAddress? Locate(string repository, string? kind = null, string? web = null)
    {
        if (web is not null && !IsWeb(web, out _))
            throw new ForgeException($"spec.forge.url of the GitSource is '{web}', which is no http address of a repository; correct it");
        var address = web is not null && IsWeb(web, out var given) ? given : WebOf(repository);
        if (address is null) return null;
        if (kind is null) return KindOf(address.Host) is { } known ? new(known, address) : null;
        return Enum.TryParse<ForgeKind>(kind, ignoreCase: true, out var named) && Enum.IsDefined(named)
            ? new(named, address)
            : throw new ForgeException($"spec.forge.kind of the GitSource is '{kind}'; it must be one of {string.Join(", ", Enum.GetNames<ForgeKind>())}");
    }

    /// <summary>Like <see cref="Locate"/>; where the host tells nothing, the host itself is asked whether it is a Gitea.</summary>
    /// <remarks>The question carries no credentials.</remarks>
    public static async Task<ForgeAddress?> LocateAsync(HttpClient http, string repository, string? kind, string? web, CancellationToken cancellationToken)
    {
        if (Locate(repository, kind, web) is { } known) return known;
        if (kind is not null || (web ?? WebOf(repository)?.ToString()) is not { } text || !IsWeb(text, out var address)) return null;
        try
        {
            using var response = await http.GetAsync(new Uri(address, "/api/v1/version"), cancellationToken);
            if (!response.IsSuccessStatusCode) return null;
            using var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync(cancellationToken));
            return body.RootElement.ValueKind == JsonValueKind.Object && body.RootElement.TryGetProperty("version", out _)
                ? new(ForgeKind.Gitea, address)
                : null;
        }
        catch (Exception e) when (e is HttpRequestException or JsonException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    private static ForgeKind? KindOf(string host)
    {
        foreach (var (known, kind) in Hosts)
            if (string.Equals(host, known, StringComparison.OrdinalIgnoreCase)) return kind;
        foreach (var (prefix, kind) in Prefixes)
            if (host.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)) return kind;
        return null;
    }

    private static bool IsWeb(string text, out Uri address)
    {
        address = null!;
        if (!Uri.TryCreate(text.TrimEnd('/'), UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https")) return false;
        if (uri.AbsolutePath.Length <= 1) return false;
        address = Bare(uri.Scheme, uri.Authority, uri.AbsolutePath);
        return true;
    }

    /// <summary>The page of a repository, from the address by which git reaches it.</summary>
    private static Uri? WebOf(string repository)
    {
        if (Uri.TryCreate(repository, UriKind.Absolute, out var uri))
        {
            return uri.Scheme switch
            {
                "http" or "https" when uri.AbsolutePath.Length > 1 => Bare(uri.Scheme, uri.Authority, uri.AbsolutePath),
                "ssh" when uri.AbsolutePath.Length > 1 => Bare("https", uri.Host, uri.AbsolutePath),
                _ => null,
            };
        }

        var at = repository.IndexOf('@');
        var colon = repository.IndexOf(':', at + 1);
        return at > 0 && colon > at + 1 && colon < repository.Length - 1
            ? Bare("https", repository[(at + 1)..colon], "/" + repository[(colon + 1)..].TrimStart('/'))
            : null;
    }

    private static Uri Bare(string scheme, string authority, string path)
    {
        path = path.TrimEnd('/');
        if (path.EndsWith(".git", StringComparison.Ordinal)) path = path[..^4];
        return new($"{scheme}://{authority}{path}");
    }
}
