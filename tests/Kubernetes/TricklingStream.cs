using System.Text;

namespace GitOpsGuard.Kubernetes.Tests;

/// <summary>A stream that never gives more than a few bytes at a time.</summary>
internal sealed class TricklingStream(string text) : MemoryStream(Encoding.UTF8.GetBytes(text))
{
    private const int AtATime = 1000;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        base.ReadAsync(buffer[..Math.Min(AtATime, buffer.Length)], cancellationToken);
}
