namespace GitOpsGuard.Playground.Forge;

/// <summary>A request that the forge answers with an error: the status code and the message of the answer.</summary>
internal sealed class ForgeException(HttpStatusCode code, string message) : Exception(message)
{
    public HttpStatusCode Code { get; } = code;
}
