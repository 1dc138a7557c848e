using System.Text.Json.Nodes;
using GitOpsGuard.Core.Fields;
using GitOpsGuard.Kubernetes.Kinds;
using GitOpsGuard.Reconciler.Outcomes;

namespace GitOpsGuard.Reconciler.Engine;

/// <summary>Finds values of Secrets that no API server takes. Its own refusal names neither the key nor anything else of use.</summary>
internal static class SecretValues
{
    /// <summary>Refuses <c>data</c> that is not base64, by key and line. The values are never shown.</summary>
    public static Failure? Check(DesiredObject desired)
    {
        if (desired.Identity is not { Group: "", Kind: "Secret" } || desired.Object["data"] is not JsonObject data) return null;
        return ApiFailures.Together(data
            .Where(entry => entry.Value is JsonValue value && value.TryGetValue<string>(out var text) && !IsBase64(text))
            .Select(entry => FieldPath.Of([new PathElement.Field("data"), new PathElement.Field(entry.Key)]).ToString())
            .Select(path => new Failure.Stalled(
                Reasons.ValidationFailed,
                $"{desired.PlaceOf(path)}: {desired.Identity.Display}: {path} is not base64; encode it, or move it to stringData as plain text")));
    }

    /// <summary>Line breaks may stand between the digits, other white space may not.</summary>
    private static bool IsBase64(string text) =>
        !text.AsSpan().ContainsAny(' ', '\t') && Convert.TryFromBase64String(text, new byte[text.Length], out _);
}
