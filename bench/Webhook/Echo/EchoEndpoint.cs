using System.Buffers;
using System.Text;

namespace GitOpsGuard.Echo;

/// <summary>The least that any webhook does: reads the whole body and answers with the uid in it.</summary>
internal static class EchoEndpoint
{
    internal static async Task HandleAsync(HttpContext context)
    {
        var reader = context.Request.BodyReader;
        var read = await reader.ReadAsync(context.RequestAborted);
        while (!read.IsCompleted)
        {
            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            read = await reader.ReadAsync(context.RequestAborted);
        }

        var answer = Encoding.UTF8.GetBytes(
            $$$"""{"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview","response":{"uid":"{{{Uid(read.Buffer)}}}","allowed":true}}""");
        reader.AdvanceTo(read.Buffer.End);
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = answer.Length;
        await context.Response.Body.WriteAsync(answer, context.RequestAborted);
    }

    private static string Uid(ReadOnlySequence<byte> body)
    {
        var text = new SequenceReader<byte>(body);
        return text.TryReadTo(out ReadOnlySequence<byte> _, "\"uid\":\""u8) && text.TryReadTo(out ReadOnlySequence<byte> uid, (byte)'"')
            ? Encoding.ASCII.GetString(uid)
            : "";
    }
}
