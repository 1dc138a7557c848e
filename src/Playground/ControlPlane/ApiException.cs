using System.Net;

namespace GitOpsGuard.Playground.ControlPlane;

/// <summary>An answer of the API server that is not a success; the message is the server's own, without any body.</summary>
internal sealed class ApiException(HttpStatusCode code, string message) : Exception(message)
{
    public HttpStatusCode Code { get; } = code;
}
