using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;
using GitOpsGuard.Core.Closed;
using GitOpsGuard.Core.Fields;

namespace GitOpsGuard.Core.Admission;

/// <summary>
/// Each component of the cluster, once proven, held to its own job: what it may do to managed objects, as
/// <c>profiles.txt</c> says.
/// </summary>
internal static class ControllerProfiles
{
    private const string Home = "kube-system/";
    private static readonly FrozenSet<string> Components = ["controller-manager", "scheduler", "kubelet", "apiserver", "addon-manager", "any-account"];

    private static readonly ImmutableArray<Grant> Grants = [.. Lines().Select(Parse)];

    /// <summary>Grants by verb and kind, those of every kind with each kind's own.</summary>
    private static readonly FrozenDictionary<(string Verb, string Kind), ImmutableArray<Grant>> ByKind = Grants
        .SelectMany(grant => grant.Kind == "*" ? Grants.Select(other => other.Kind).Append("*").Distinct().Select(kind => (grant, kind)) : [(grant, grant.Kind)])
        .GroupBy(held => (held.grant.Verb, held.kind), held => held.grant)
        .ToFrozenDictionary(group => group.Key, group => group.ToImmutableArray());

    private static readonly FrozenSet<string> Accounts = Grants.Select(grant => grant.Who).Where(who => !Components.Contains(who))
        .Select(who => who.Contains('/', StringComparison.Ordinal) ? who : Home + who).ToFrozenSet(StringComparer.Ordinal);

    private static readonly ImmutableArray<OpenPath> OperatorFields = [OpenPath.Parse("status"), OpenPath.Parse("metadata.finalizers")];

    /// <summary>Fields of an object that the user may change.</summary>
    /// <param name="user">Who asks.</param>
    /// <param name="identity">The object.</param>
    /// <param name="declared">Where Git declares it; null when it does not.</param>
    /// <param name="snapshot">Who is proven.</param>
    internal static ImmutableArray<OpenPath> OpenFields(UserInfo user, ObjectIdentity identity, Declaration? declared, Snapshot snapshot)
    {
        var open = ImmutableArray.CreateBuilder<OpenPath>();
        foreach (var field in Held(user, "update", identity, snapshot).SelectMany(grant => grant.Fields))
            open.Add(field.IfUndeclared && declared is not null ? field.Path.Except(declared.Paths()) : field.Path);

        if (!BuiltInGroups.Contains(identity.Group) && Proof.IsAnyAccount(user, snapshot)) open.AddRange(OperatorFields);
        return open.ToImmutable();
    }

    /// <summary>Fields of an object that somebody may change, each with who, and whether only where Git does not declare it.</summary>
    internal static IEnumerable<(string Who, OpenPath Path, bool IfUndeclared)> Updates(ObjectIdentity identity) =>
        Grants.Where(grant => grant.Verb == "update" && (grant.Kind == "*" || grant.Kind == $"{identity.Kind}.{identity.Group}"))
            .SelectMany(grant => grant.Fields.Select(field => (grant.Who, field.Path, field.IfUndeclared)));

    /// <summary>Whether the user may delete the object.</summary>
    internal static bool MayDelete(UserInfo user, ObjectIdentity identity, JsonElement obj, Snapshot snapshot) =>
        Held(user, "delete", identity, snapshot).Any(grant => grant.Conditions.Any(condition => condition switch
        {
            "always" => true,
            "owned" => Json.Items(Json.At(obj, "metadata", "ownerReferences")).Any(),
            "terminating" => Json.TextAt(obj, "metadata", "deletionTimestamp").Length > 0,
            "namespace-terminating" => snapshot.TerminatingNamespaces.Contains(identity.Namespace),
            _ => false,
        }));

    /// <summary>Whether the user may create the object.</summary>
    internal static bool MayCreate(UserInfo user, ObjectIdentity identity, Snapshot snapshot) =>
        Held(user, "create", identity, snapshot).Any();

    /// <summary>Whether the user may scale the object.</summary>
    internal static bool MayScale(UserInfo user, ObjectIdentity identity, Snapshot snapshot) =>
        Held(user, "scale", identity, snapshot).Any();

    /// <summary>Whether the user may change what Git declares of the object, with a warning: the reconciler undoes it.</summary>
    internal static bool MayContest(UserInfo user, ObjectIdentity identity, Snapshot snapshot) =>
        Held(user, "contest", identity, snapshot).Any(grant => grant.Conditions.Contains(identity.Namespace));

    private static IEnumerable<Grant> Held(UserInfo user, string verb, ObjectIdentity identity, Snapshot snapshot)
    {
        if (!ByKind.TryGetValue((verb, $"{identity.Kind}.{identity.Group}"), out var grants) && !ByKind.TryGetValue((verb, "*"), out grants)) return [];
        return grants.Where(grant => Is(user, grant.Who, snapshot));
    }

    private static bool Is(UserInfo user, string who, Snapshot snapshot) => who switch
    {
        "controller-manager" => Proof.IsCertified(user, "system:kube-controller-manager"),
        "scheduler" => Proof.IsCertified(user, "system:kube-scheduler"),
        "kubelet" => Proof.IsKubelet(user),
        "apiserver" => Proof.IsApiServer(user),
        "addon-manager" => Proof.IsAddonManager(user),
        "any-account" => Proof.IsAnyAccount(user, snapshot),
        _ when who.Contains('/', StringComparison.Ordinal) => Proof.IsAccount(user, who, snapshot),
        _ => Proof.IsCertified(user, "system:kube-controller-manager") || Proof.IsAccount(user, Home + who, snapshot),
    };

    private static IEnumerable<string> Lines()
    {
        using var reader = new StreamReader(typeof(ControllerProfiles).Assembly.GetManifestResourceStream("profiles.txt")!);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 && line[0] != '#') yield return line;
        }
    }

    private static Grant Parse(string line)
    {
        var words = line.Split(' ');
        var rest = words[3..];
        return new(words[0], words[1], words[2], words[1] == "update" ? [.. rest.Select(Field.Parse)] : [], words[1] is "delete" or "contest" ? [.. rest] : []);
    }

    /// <summary>Accounts that the table names, as <c>namespace/name</c>.</summary>
    internal static IReadOnlySet<string> Named => Accounts;

    /// <summary>Whether an account, as <c>namespace/name</c>, is named in the table, so that its token is worth guarding.</summary>
    internal static bool Names(string account) => Accounts.Contains(account);

    private sealed record Grant(
        string Who, string Verb, string Kind, ImmutableArray<Field> Fields, ImmutableArray<string> Conditions);

    private sealed record Field(OpenPath Path, bool IfUndeclared)
    {
        internal static Field Parse(string text) => text[0] == '?' ? new(OpenPath.Parse(text[1..]), true) : new(OpenPath.Parse(text), false);
    }
}
