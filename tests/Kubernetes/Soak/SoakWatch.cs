using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using System.Text;

namespace GitOpsGuard.Kubernetes.Tests.Soak;

/// <summary>One open watch of a <see cref="SoakServer"/>.</summary>
internal sealed class SoakWatch
{
    private readonly Pipe _pipe = new(new PipeOptions(pauseWriterThreshold: 0));

    public bool IsSilent { get; set; }

    public HttpResponseMessage Response => new(HttpStatusCode.OK) { Content = new StreamContent(_pipe.Reader.AsStream()) };

    public static byte[] Line(string type, string json) => Encoding.UTF8.GetBytes($"{{\"type\":\"{type}\",\"object\":{json}}}\n");

    public static byte[] Bookmark(long version) =>
        Line("BOOKMARK", $$$"""{"kind":"ConfigMap","apiVersion":"v1","metadata":{"resourceVersion":"{{{version}}}"}}""");

    public void Send(ReadOnlySpan<byte> bytes)
    {
        if (IsSilent) return;
        _pipe.Writer.Write(bytes);
        var flushed = _pipe.Writer.FlushAsync(CancellationToken.None);
        // Without a threshold a write never waits.
        if (!flushed.IsCompleted) throw new InvalidOperationException("The pipe waited.");
    }

    public void EndInOrder() => _pipe.Writer.Complete();

    public void Cut() => _pipe.Writer.Complete(new IOException("Connection reset by peer"));

    public void CutWithinAnEvent()
    {
        Send("{\"type\":\"ADDED\",\"object\":{\"metadata\":"u8);
        Cut();
    }

    public void EndByExpiry()
    {
        Send("{\"type\":\"ERROR\",\"object\":{\"kind\":\"Status\",\"code\":410,\"reason\":\"Expired\",\"message\":\"too old\"}}\n"u8);
        EndInOrder();
    }
}
