using System.Net;

namespace GitOpsGuard.Kubernetes;

/// <summary>
/// A request that did not succeed: refused by the API server, or never answered, or never sent for want of a configuration.
/// The message is the server's own, without any value of a Secret that was sent; no body and no header is ever part of it.
/// </summary>
public sealed class ApiException : Exception
{
    /// <summary><see cref="Reason"/> of a server that could not be reached or broke off.</summary>
    public const string Unreachable = "Unreachable";

    /// <summary><see cref="Reason"/> of a request that was not answered before its deadline.</summary>
    public const string DeadlineExceeded = "DeadlineExceeded";

    /// <summary><see cref="Reason"/> of a kubeconfig, ServiceAccount directory or credential plugin that cannot be used.</summary>
    public const string InvalidConfiguration = "InvalidConfiguration";

    /// <summary><see cref="Reason"/> of a write that was not made, or not known to be made, because the right to it ended.</summary>
    public const string LeaseLost = "LeaseLost";

    /// <summary>An error that no answer of the server stands behind.</summary>
    public ApiException(string reason, string message, Exception? inner = null)
        : this(default, reason, message, inner)
    {
    }

    /// <summary>An answer of the server.</summary>
    public ApiException(HttpStatusCode code, string reason, string message, Exception? inner = null)
        : base(message, inner)
    {
        Code = code;
        Reason = reason;
    }

    /// <summary>Status code of the answer; 0 when there was none.</summary>
    public HttpStatusCode Code { get; }

    /// <summary>The server's reason, such as <c>Conflict</c>, or one of this class's constants; may be empty.</summary>
    public string Reason { get; }

    /// <summary>Causes in detail; often empty.</summary>
    public IReadOnlyList<StatusCause> Causes { get; init; } = [];

    /// <summary>How long the server asks to wait before another attempt.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Where a paged list that expired may be continued, at the price of consistency.</summary>
    internal string? Continue { get; init; }

    /// <summary>Whether a resource version is too old (410), so that a watch must begin again with a list.</summary>
    public bool IsExpired => Code == HttpStatusCode.Gone || Reason is "Expired" or "Gone";

    /// <summary>Whether the object was changed in between, or a field belongs to another manager (409 <c>Conflict</c>).</summary>
    public bool IsConflict => Code == HttpStatusCode.Conflict && Reason != "AlreadyExists";

    /// <summary>Whether an object of that name exists already (409 <c>AlreadyExists</c>).</summary>
    public bool IsAlreadyExists => Code == HttpStatusCode.Conflict && Reason == "AlreadyExists";

    /// <summary>
    /// Whether the same request may succeed later without anybody acting: no answer, overload, or an error of the server. A 500
    /// without a reason is not counted: so servers answer an apply that names a field which the schema does not have.
    /// </summary>
    public bool IsTransient => (int)Code switch
    {
        0 => Reason is not (InvalidConfiguration or LeaseLost),
        429 => true,
        500 => Reason.Length > 0,
        var code => code > 500,
    };
}
