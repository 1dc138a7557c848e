namespace GitOpsGuard.Playground.Cluster.Access;

/// <summary>Finds out who sends a request: a bearer token, else a client certificate, else nobody; then impersonation.</summary>
internal sealed class Authentication(CertificateAuthority authority, ServiceAccountTokens tokens, Authorizer authorizer)
{
    private const string ExtraHeader = "Impersonate-Extra-";

    // Verifying a chain takes longer than most requests; certificates outlive the cluster.
    private readonly ConcurrentDictionary<string, UserInfo> users = [];

    /// <summary>The user in whose name the request is judged; <paramref name="wanted"/> is what he asks for.</summary>
    public async Task<UserInfo> IdentifyAsync(HttpContext context, AccessAttributes wanted)
    {
        var user = await CredentialsAsync(context);
        var headers = context.Request.Headers;
        var name = headers["Impersonate-User"].ToString();
        if (name.Length == 0)
            return headers.Keys.Any(key => key.StartsWith("Impersonate-", StringComparison.OrdinalIgnoreCase))
                ? throw ApiError.BadRequest(WithoutName(headers))
                : user;

        var asked = Asked(name, headers);
        if (ServiceAccount(name) is var (space, account)
            && authorizer.Allows(user, new("impersonate", "", "serviceaccounts", "", space, account)) is null)
            authorizer.Demand(user, wanted with { Verb = $"impersonate-on:serviceaccount:{wanted.Verb}" });
        Authorize(user, asked, headers["Impersonate-Group"].OfType<string>());
        return asked;
    }

    private static string WithoutName(IHeaderDictionary headers)
    {
        var groups = string.Join(", ", headers["Impersonate-Group"].Select(group => $"\"{group}\""));
        var user = $"Name:\"\", UID:\"{headers["Impersonate-Uid"]}\", Groups:[]string{{{groups}}}, Extra:map[string][]string(nil)";
        return $"requested &user.DefaultInfo{{{user}}} without impersonating a user name";
    }

    private async Task<UserInfo> CredentialsAsync(HttpContext context)
    {
        var header = context.Request.Headers.Authorization.ToString();
        if (header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
            return tokens.Check(header["Bearer ".Length..].Trim()) is var (user, audiences)
                && audiences.Contains(ServiceAccountTokens.Issuer)
                ? user
                : throw new ApiError(401, "Unauthorized", "Unauthorized");

        var certificate = await context.Connection.GetClientCertificateAsync(context.RequestAborted);
        return certificate is null
            ? UserInfo.Anonymous
            : users.GetOrAdd(certificate.Thumbprint, _ => authority.Signed(certificate) ? UserInfo.Of(certificate) : UserInfo.Anonymous);
    }

    private static UserInfo Asked(string name, IHeaderDictionary headers)
    {
        List<string> groups = [.. headers["Impersonate-Group"].OfType<string>()];
        if (groups.Count == 0 && ServiceAccount(name) is var (accountNamespace, _))
            groups.AddRange(UserInfo.ServiceAccountGroups(accountNamespace));
        if (!groups.Contains(UserInfo.Authenticated) && name != UserInfo.Anonymous.Name) groups.Add(UserInfo.Authenticated);
        var extra = headers
            .Where(header => header.Key.StartsWith(ExtraHeader, StringComparison.OrdinalIgnoreCase))
            .ToDictionary(
                header => Uri.UnescapeDataString(header.Key[ExtraHeader.Length..].ToLowerInvariant()),
                header => (IReadOnlyList<string>)[.. header.Value.OfType<string>()]);
        return new UserInfo(name, headers["Impersonate-Uid"].ToString(), groups, extra);
    }

    private void Authorize(UserInfo user, UserInfo asked, IEnumerable<string> groups)
    {
        void Demand(string group, string resource, string sub, string inNamespace, string name) =>
            authorizer.Demand(user, new("impersonate", group, resource, sub, inNamespace, name));
        if (ServiceAccount(asked.Name) is var (accountNamespace, account)) Demand("", "serviceaccounts", "", accountNamespace, account);
        else Demand("", "users", "", "", asked.Name);
        foreach (var group in groups) Demand("", "groups", "", "", group);
        if (asked.Uid.Length > 0) Demand("authentication.k8s.io", "uids", "", "", asked.Uid);
        foreach (var (key, values) in asked.Extra)
        {
            foreach (var value in values) Demand("authentication.k8s.io", "userextras", key, "", value);
        }
    }

    private static (string Namespace, string Name)? ServiceAccount(string user)
    {
        if (!user.StartsWith(UserInfo.ServiceAccountPrefix, StringComparison.Ordinal)) return null;
        var parts = user[UserInfo.ServiceAccountPrefix.Length..].Split(':');
        return parts is [var accountNamespace, var name] ? (accountNamespace, name) : null;
    }
}
