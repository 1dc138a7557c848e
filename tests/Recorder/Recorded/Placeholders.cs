using System.Text.RegularExpressions;

namespace GitOpsGuard.Recorder.Recorded;

/// <summary>
/// The texts that stand in a recording for what each server draws for itself. One with a number stands for the same
/// value wherever it is, and two with different numbers for different values; one without a number for any value of
/// its shape.
/// </summary>
internal static partial class Placeholders
{
    /// <summary>Any moment, to the second.</summary>
    public const string Time = "<time>";

    /// <summary>Any moment, to the microsecond.</summary>
    public const string Microtime = "<microtime>";

    /// <summary>How long ago something was, in a table.</summary>
    public const string Age = "<age>";

    public const string Number = "<number>";

    /// <summary>The digest of a client certificate.</summary>
    public const string Certificate = "<certificate>";

    /// <summary>Where the scenario's webhooks are.</summary>
    public const string Webhook = "<webhook>";

    /// <summary>The authority of the webhooks' certificate, as base64.</summary>
    public const string Bundle = "<bundle>";

    /// <summary>Host and port of the server.</summary>
    public const string Server = "<server>";

    private static readonly Dictionary<string, string> Shapes = new()
    {
        ["uid"] = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
        ["rv"] = "[1-9][0-9]*",
        ["list"] = "[1-9][0-9]*",
        ["suffix"] = "[bcdfghjklmnpqrstvwxz2456789]{5}",
        ["ip"] = "[0-9]{1,3}(?:\\.[0-9]{1,3}){3}",
        ["port"] = "[0-9]+",
        ["continue"] = "[A-Za-z0-9_=-]+",
        ["token"] = "[A-Za-z0-9_.-]+",
        ["time"] = "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z",
        ["microtime"] = "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{6}Z",
        ["age"] = "(?:[0-9]+[smhdy])+|<unknown>|<invalid>",
        ["number"] = "[0-9]+",
        ["certificate"] = "X509SHA256=[0-9a-f]{64}",
        ["webhook"] = "https://[^ ]+?",
        ["bundle"] = "[A-Za-z0-9+/=]+",
        ["server"] = "[a-z0-9.:-]+",
    };

    /// <summary>What a text must look like that stands where a placeholder is.</summary>
    public static string Shape(string name) => Shapes[name];

    /// <summary>Whether each occurrence is a value of its own: the version of a list moves with the whole server, and so does what continues it.</summary>
    public static bool IsFresh(string name) => name is "list" or "continue";

    [GeneratedRegex("<(?<name>uid|rv|list|suffix|ip|port|continue|token|time|microtime|age|number|certificate|webhook|bundle|server)(?:-(?<number>[0-9]+))?>")]
    public static partial Regex Any();
}
