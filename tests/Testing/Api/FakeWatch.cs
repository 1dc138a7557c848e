using System.IO.Pipelines;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace GitOpsGuard.Testing.Api;

/// <summary>One open watch of a <see cref="FakeApi"/>.</summary>
internal sealed class FakeWatch(string collection)
{
    private readonly Pipe _pipe = new(new PipeOptions(pauseWriterThreshold: 0));

    public string Collection => collection;

    public HttpResponseMessage Response => new(HttpStatusCode.OK) { Content = new StreamContent(_pipe.Reader.AsStream()) };

    public void Send(string type, JsonNode obj)
    {
        var line = new JsonObject { ["type"] = type, ["object"] = obj.DeepClone() }.ToJsonString() + "\n";
        var written = _pipe.Writer.WriteAsync(Encoding.UTF8.GetBytes(line));
        // Without a threshold a write never waits.
        if (!written.IsCompleted) throw new InvalidOperationException("The pipe waited.");
    }

    public void End(Exception? failure = null) => _pipe.Writer.Complete(failure);
}
