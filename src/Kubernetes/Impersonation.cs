using GitOpsGuard.Kubernetes.Configuration;

namespace GitOpsGuard.Kubernetes;

/// <summary>
/// Somebody in whose name requests are made. The server checks that the client may impersonate each of the parts.
/// </summary>
public sealed record Impersonation
{
    /// <summary>A person or account.</summary>
    /// <param name="user">Name, such as <c>jane</c> or <c>system:serviceaccount:shop:deployer</c>.</param>
    /// <exception cref="ArgumentException">The name is empty: such a request would be made in the client's own name.</exception>
    public Impersonation(string user)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(user);
        User = user;
    }

    /// <summary>Name of the user.</summary>
    public string User { get; }

    /// <summary>Groups; when empty, the server adds only those that follow from the name.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>UID; none when null.</summary>
    public string? Uid { get; init; }

    /// <summary>Further facts, each with its values, such as <c>scopes</c>. Keys are lower case.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Extra { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>The headers that ask for it.</summary>
    /// <exception cref="ArgumentException">A part holds a line break or another character that no header can.</exception>
    internal IReadOnlyList<KeyValuePair<string, string>> Headers()
    {
        var headers = new List<KeyValuePair<string, string>> { new("Impersonate-User", User) };
        if (Uid is not null) headers.Add(new("Impersonate-Uid", Uid));
        headers.AddRange(Groups.Select(g => new KeyValuePair<string, string>("Impersonate-Group", g)));
        foreach (var (key, values) in Extra)
            headers.AddRange(values.Select(v => new KeyValuePair<string, string>($"Impersonate-Extra-{Uri.EscapeDataString(key)}", v)));
        return headers.TrueForAll(h => RepeatedHeaders.CanHold(h.Value))
            ? headers
            : throw new ArgumentException("A user, group, UID or extra value to impersonate holds a character that cannot be sent.");
    }
}
