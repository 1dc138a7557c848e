using System.Text.Json;

namespace GitOpsGuard.Core.Admission;

/// <summary>The number zero, which the API server leaves out of a Scale.</summary>
internal static class JsonZero
{
    private static readonly JsonElement Zero = JsonElement.Parse("0");

    internal static JsonElement Or(JsonElement number) => number.ValueKind == JsonValueKind.Number ? number : Zero;
}
