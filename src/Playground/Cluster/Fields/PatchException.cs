namespace GitOpsGuard.Playground.Cluster.Fields;

/// <summary>A patch that cannot be read or applied; the message is what the server answers.</summary>
/// <param name="message">The server's words.</param>
/// <param name="isUnprocessable">Whether the answer is 422 (the patch does not fit the object) and not 400.</param>
internal sealed class PatchException(string message, bool isUnprocessable = false) : Exception(message)
{
    public bool IsUnprocessable { get; } = isUnprocessable;
}
