using System.Buffers;
using System.Text.Json;
using GitOpsGuard.Core.Admission;

namespace GitOpsGuard.Webhook.Serving;

/// <summary>Writes the AdmissionReview that answers a request.</summary>
internal static class ReviewAnswer
{
    /// <summary>The answer's body.</summary>
    internal static ReadOnlyMemory<byte> Write(string uid, Decision decision, string message)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteString("apiVersion", "admission.k8s.io/v1");
        json.WriteString("kind", "AdmissionReview");
        json.WriteStartObject("response");
        json.WriteString("uid", uid);
        json.WriteBoolean("allowed", decision.Verdict == Verdict.Allowed);
        if (decision.Verdict == Verdict.Denied) Status(json, message);
        if (!decision.Warnings.IsEmpty) Warnings(json, decision);
        Audit(json, uid, decision);
        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }

    private static void Status(Utf8JsonWriter json, string message)
    {
        json.WriteStartObject("status");
        json.WriteNumber("code", 403);
        json.WriteString("reason", "Forbidden");
        json.WriteString("message", message);
        json.WriteEndObject();
    }

    private static void Warnings(Utf8JsonWriter json, Decision decision)
    {
        json.WriteStartArray("warnings");
        foreach (var warning in decision.Warnings) json.WriteStringValue(warning);
        json.WriteEndArray();
    }

    private static void Audit(Utf8JsonWriter json, string uid, Decision decision)
    {
        json.WriteStartObject("auditAnnotations");
        json.WriteString("decision", uid);
        json.WriteString("rule", decision.Rule);
        if (decision.Noted.Length > 0) json.WriteString("operation", decision.Noted);
        if (decision.Declared is { } declared)
        {
            json.WriteString("sync", $"{declared.Source.SyncNamespace}/{declared.Source.SyncName}");
            json.WriteString("revision", declared.Source.Revision);
        }

        if (decision.BreakGlass is { } glass)
        {
            json.WriteString("breakglass", glass.Key);
            json.WriteString("breakglass-reason", glass.Reason);
            if (decision.Change is { } change) json.WriteString("change", change.Id);
        }

        json.WriteEndObject();
    }
}
