using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace GitOpsGuard.Reconciler.Engine;

/// <summary>Finds the line of a field by the path that the API server names it with: <c>.spec.containers[0].image</c>.</summary>
internal static partial class ServerPaths
{
    /// <summary>The line of the field, or of the nearest declared field below or above it; null when there is none.</summary>
    public static int? LineOf(DesiredObject desired, string path)
    {
        var wanted = Steps(path);
        if (wanted.Count == 0) return null;
        int? best = null;
        var (depth, line) = (0, int.MaxValue);
        foreach (var (leaf, at) in desired.Lines)
        {
            var same = SharedSteps(wanted, Steps(leaf), desired.Object);
            if (same == 0 || same < depth || (same == depth && at >= line)) continue;
            (best, depth, line) = (at, same, at);
        }

        return best;
    }

    /// <summary>The first path in a message of the API server such as <c>.spec.replica: field not declared in schema</c>.</summary>
    public static string? FirstIn(string message) => PathInMessage().Match(message) is { Success: true } match ? match.Groups["path"].Value : null;

    private static List<string> Steps(string path) => [.. Step().Matches(path).Select(m => m.Groups["step"].Value)];

    private static int SharedSteps(List<string> wanted, List<string> leaf, JsonNode? at)
    {
        var shared = 0;
        while (shared < wanted.Count && shared < leaf.Count)
        {
            if (!Same(wanted[shared], leaf[shared], at, out at)) break;
            shared++;
        }

        return shared;
    }

    private static bool Same(string wanted, string leaf, JsonNode? at, out JsonNode? below)
    {
        below = null;
        if (at is JsonArray list)
        {
            var index = IndexOf(list, leaf);
            if (index < 0 || (IndexOf(list, wanted) != index)) return false;
            below = list[index];
            return true;
        }

        if (at is not JsonObject map || wanted != leaf) return false;
        below = map[leaf];
        return true;
    }

    /// <summary>The item that a step names: <c>0</c>, <c>name=web</c> or <c>name="web"</c>; -1 when there is none.</summary>
    private static int IndexOf(JsonArray list, string step)
    {
        if (int.TryParse(step, out var index)) return index < list.Count ? index : -1;
        var keys = step.Split(',').Select(key => key.Split('=', 2)).ToArray();
        for (var i = 0; i < list.Count; i++)
        {
            if (list[i] is JsonObject item && keys.All(key => key.Length == 2 && Agrees(item, key[0], key[1].Trim('"')))) return i;
        }

        return -1;
    }

    /// <summary>A key that Git leaves out has its default on the server, so an absent one agrees.</summary>
    private static bool Agrees(JsonObject item, string name, string value) => item[name] is not { } found || found.ToString() == value;

    [GeneratedRegex("""\[(?:"(?<step>(?:[^"\\]|\\.)*)"|(?<step>[^\]]*))\]|(?<step>[^.\[\]]+)""", RegexOptions.ExplicitCapture)]
    private static partial Regex Step();

    [GeneratedRegex("""(?<=^|[\s"\[])(?<path>\.?[a-zA-Z][\w-]*(?:\[[^\]]*\]|\.[a-zA-Z][\w-]*)+)(?="?: )""", RegexOptions.ExplicitCapture)]
    private static partial Regex PathInMessage();
}
