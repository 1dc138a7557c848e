namespace GitOpsGuard.Core.Admission;

/// <summary>Somebody to whom a BreakGlass opens the lock.</summary>
/// <param name="Kind"><c>User</c>, <c>Group</c> or <c>ServiceAccount</c>.</param>
/// <param name="Name">Name; of an account <c>namespace/name</c>.</param>
public sealed record BreakGlassSubject(string Kind, string Name)
{
    /// <summary>Whether the user is meant. An account only by proof, also where its groups are named: it can be impersonated.</summary>
    internal bool Is(UserInfo user, Snapshot snapshot)
    {
        var account = Proof.ClaimedAccount(user);
        if (account is not null && !Proof.IsAccount(user, account, snapshot)) return false;
        return Kind switch
        {
            "User" => user.Name == Name,
            "Group" => user.Groups.Contains(Name),
            "ServiceAccount" => account == Name,
            _ => false,
        };
    }
}
