using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace GitOpsGuard.KubectlPlugin;

/// <summary>The option <c>-o</c>, and what commands print alike.</summary>
internal static class Output
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The option; each command needs one of its own.</summary>
    public static Option<string?> Option()
    {
        var option = new Option<string?>("--output", "-o") { Description = "json prints the result for programs.", HelpName = "json" };
        option.AcceptOnlyFromAmong("json");
        return option;
    }

    /// <summary>Writes JSON, indented.</summary>
    public static async Task WriteJsonAsync(TextWriter output, JsonNode json)
    {
        using var buffer = new MemoryStream();
        await using (var writer = new Utf8JsonWriter(buffer, Indented)) json.WriteTo(writer);
        await output.WriteLineAsync(System.Text.Encoding.UTF8.GetString(buffer.ToArray()));
    }

    /// <summary>A revision as people read it: <c>main@sha1:0123456789...</c> becomes <c>0123456</c>.</summary>
    public static string Short(string revision)
    {
        var colon = revision.LastIndexOf(':');
        var commit = colon < 0 ? revision : revision[(colon + 1)..];
        return commit.Length > 7 && commit.All(char.IsAsciiHexDigit) ? commit[..7] : commit;
    }
}
