namespace GitOpsGuard.Webhook.Tests;

/// <summary>A body that never ends and says nothing, or nothing more: a watch on which nothing happens, a sender that stalls.</summary>
internal sealed class SilentStream(CancellationToken ended, ReadOnlyMemory<byte> beginning = default) : Stream
{
    private ReadOnlyMemory<byte> _left = beginning;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (!_left.IsEmpty)
        {
            var said = Math.Min(_left.Length, buffer.Length);
            _left[..said].CopyTo(buffer);
            _left = _left[said..];
            return said;
        }

        using var either = CancellationTokenSource.CreateLinkedTokenSource(ended, cancellationToken);
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, either.Token);
        return 0;
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
