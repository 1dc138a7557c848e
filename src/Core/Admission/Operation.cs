namespace GitOpsGuard.Core.Admission;

/// <summary>What a request does, in the words of the API server.</summary>
public enum Operation
{
    /// <summary>POST of an object or of a subresource such as a token or an eviction.</summary>
    Create,

    /// <summary>PUT and all kinds of PATCH.</summary>
    Update,

    /// <summary>DELETE of one object; a deletecollection asks once for each.</summary>
    Delete,

    /// <summary>exec, attach, port-forward, proxy.</summary>
    Connect,
}
