namespace GitOpsGuard.Kubernetes.Bench;

/// <summary>Gives bytes in pieces of the size that TLS gives them, then waits until it is cancelled.</summary>
internal sealed class SocketLikeStream(byte[] bytes, CancellationToken end) : MemoryStream(bytes)
{
    private const int Piece = 16 * 1024;

    /// <summary>Whether the stream ends after its bytes.</summary>
    public bool Ends { get; init; }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (Position < Length || Ends) return await base.ReadAsync(buffer[..Math.Min(Piece, buffer.Length)], cancellationToken);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, end);
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, either.Token);
        return 0;
    }
}
