namespace GitOpsGuard.Playground.Cluster.Access;

/// <summary>What a request asks for, as authorization judges it; a path request has only a verb and a path.</summary>
internal sealed record AccessAttributes(
    string Verb, string Group, string Resource, string Subresource, string Namespace, string Name, string? Path = null)
{
    /// <summary>The resource as rules spell it, subresource included.</summary>
    public string FullResource => Subresource.Length > 0 ? $"{Resource}/{Subresource}" : Resource;
}

/// <summary>Who makes a request, as webhooks and reviews see it.</summary>
internal sealed record UserInfo(
    string Name, string Uid, IReadOnlyList<string> Groups, IReadOnlyDictionary<string, IReadOnlyList<string>> Extra)
{
    public const string CredentialId = "authentication.kubernetes.io/credential-id";
    public const string Authenticated = "system:authenticated";
    public const string ServiceAccountPrefix = "system:serviceaccount:";

    private static readonly Dictionary<string, IReadOnlyList<string>> NoExtra = [];

    /// <summary>A request without credentials.</summary>
    public static UserInfo Anonymous { get; } = new("system:anonymous", "", ["system:unauthenticated"], NoExtra);

    /// <summary>The API server itself, when it writes through its own API.</summary>
    public static UserInfo ApiServer { get; } =
        new("system:apiserver", Guid.NewGuid().ToString(), ["system:masters", Authenticated], NoExtra);

    /// <summary>The user that a client certificate stands for.</summary>
    public static UserInfo Of(X509Certificate2 certificate)
    {
        var groups = certificate.SubjectName.EnumerateRelativeDistinguishedNames()
            .Where(part => part.GetSingleElementType().Value == "2.5.4.10")
            .Select(part => part.GetSingleElementValue()!)
            .Reverse();
        var digest = Convert.ToHexStringLower(certificate.GetCertHash(HashAlgorithmName.SHA256));
        return new(certificate.GetNameInfo(X509NameType.SimpleName, false), "", [.. groups, Authenticated],
            new Dictionary<string, IReadOnlyList<string>> { [CredentialId] = [$"X509SHA256={digest}"] });
    }

    /// <summary>A service account, with what proves it.</summary>
    public static UserInfo Account(string accountNamespace, string name, string uid, string tokenId) => new(
        $"{ServiceAccountPrefix}{accountNamespace}:{name}", uid, ServiceAccountGroups(accountNamespace),
        new Dictionary<string, IReadOnlyList<string>> { [CredentialId] = [$"JTI={tokenId}"] });

    /// <summary>The same, with the pod that a token is bound to.</summary>
    public UserInfo In(JsonObject pod) => this with
    {
        Extra = new Dictionary<string, IReadOnlyList<string>>(Extra)
        {
            ["authentication.kubernetes.io/pod-name"] = [pod.Text("name")!], ["authentication.kubernetes.io/pod-uid"] = [pod.Text("uid")!],
        },
    };

    /// <summary>The groups that every service account of a namespace belongs to.</summary>
    public static IReadOnlyList<string> ServiceAccountGroups(string accountNamespace) =>
        ["system:serviceaccounts", $"system:serviceaccounts:{accountNamespace}", Authenticated];

    /// <summary>The <c>userInfo</c> of reviews; empty fields are left out, as the API server does.</summary>
    public JsonObject ToJson()
    {
        var extra = Extra.OrderBy(entry => entry.Key, StringComparer.Ordinal)
            .Select(entry => KeyValuePair.Create(entry.Key, (JsonNode?)Trees.ArrayOf(entry.Value)));
        return Template.Answers.Fill(
            "User", ("name", Name.Length > 0 ? Name : null), ("uid", Uid.Length > 0 ? Uid : null),
            ("groups", Trees.SomeOf(Groups)), ("extra", Extra.Count > 0 ? new JsonObject(extra) : null));
    }
}
