namespace GitOpsGuard.Playground.Cluster.Access;

/// <summary>Signed tokens of service accounts, with the claims that the API server writes and checks.</summary>
internal sealed class ServiceAccountTokens(ObjectStore store, TimeProvider time) : IDisposable
{
    public const string Issuer = "https://kubernetes.default.svc";

    // Costs more than the rest of a start; many clusters never need it.
    private readonly Lazy<RSA> key = new(() => RSA.Create(2048));

    /// <summary>A token for a live account, bound to a pod or another object when one is given.</summary>
    public string Issue(JsonObject account, IReadOnlyList<string> audiences, TimeSpan lifetime, (string Kind, JsonObject Object)? bound)
    {
        var accountNamespace = account.Text("metadata", "namespace")!;
        var identity = new JsonObject { ["namespace"] = accountNamespace, ["serviceaccount"] = Reference(account) };
        if (bound is var (kind, target)) identity[kind] = Reference(target);
        var now = time.GetUtcNow();
        var claims = Template.Answers.Fill(
            "Claims",
            ("audiences", Trees.ArrayOf(audiences)), ("now", now.ToUnixTimeSeconds()), ("expiry", (now + lifetime).ToUnixTimeSeconds()),
            ("issuer", Issuer), ("id", Guid.NewGuid().ToString()), ("identity", identity),
            ("subject", $"{UserInfo.ServiceAccountPrefix}{accountNamespace}:{account.Text("metadata", "name")}"));
        var signed = $"{Encode("{\"alg\":\"RS256\"}"u8)}.{Encode(Encoding.UTF8.GetBytes(claims.ToJsonString()))}";
        var signature = key.Value.SignData(Encoding.UTF8.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return $"{signed}.{Encode(signature)}";
    }

    /// <summary>The user behind a token, or null when it is not ours, expired, or its account or bound object is gone.</summary>
    public (UserInfo User, IReadOnlyList<string> Audiences)? Check(string token)
    {
        if (Verified(token) is not { } claims) return null;
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        if (claims.Number("exp") is not { } expiry || expiry <= now || claims.Text("iss") != Issuer) return null;
        var identity = claims["kubernetes.io"];
        var inNamespace = identity.Text("namespace") ?? "";
        var account = identity.Map("serviceaccount");
        foreach (var kind in (string[])["serviceaccount", "pod", "secret"])
        {
            if (identity.Map(kind) is { } reference && !Lives($"{kind}s", inNamespace, reference)) return null;
        }

        var user = UserInfo.Account(inNamespace, account.Text("name")!, account.Text("uid")!, claims.Text("jti")!);
        return (identity.Map("pod") is { } pod ? user.In(pod) : user, [.. claims.Texts("aud")]);
    }

    public void Dispose()
    {
        if (key.IsValueCreated) key.Value.Dispose();
    }

    private static JsonObject Reference(JsonObject target) =>
        new() { ["name"] = target.Text("metadata", "name"), ["uid"] = target.Text("metadata", "uid") };

    private bool Lives(string plural, string inNamespace, JsonNode? reference) =>
        reference.Text("name") is { } name
        && store.Find(new ObjectKey("", plural, inNamespace, name)).Text("metadata", "uid") is { } uid
        && uid == reference.Text("uid");

    private JsonObject? Verified(string token)
    {
        var parts = token.Split('.');
        if (parts.Length != 3) return null;
        var signed = Encoding.UTF8.GetBytes($"{parts[0]}.{parts[1]}");
        return Trees.TryParse(() =>
            key.Value.VerifyData(signed, Decode(parts[2]), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1) ? Decode(parts[1]) : [])
            as JsonObject;
    }

    private static string Encode(ReadOnlySpan<byte> bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);

    private static byte[] Decode(string text) => System.Buffers.Text.Base64Url.DecodeFromChars(text);
}
