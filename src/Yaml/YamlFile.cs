using System.Text;

namespace GitOpsGuard.Yaml;

/// <summary>A text of YAML or JSON documents, read by the rules by which kubectl reads it, with the place of every value.</summary>
public sealed class YamlFile
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private YamlFile(string text, IReadOnlyList<YamlDocument> documents, YamlLimits limits)
    {
        Text = text;
        Documents = documents;
        Limits = limits;
    }

    /// <summary>The text as it was given; a byte order mark is its first character.</summary>
    public string Text { get; }

    /// <summary>The documents that are not empty, in their order.</summary>
    public IReadOnlyList<YamlDocument> Documents { get; }

    internal YamlLimits Limits { get; }

    /// <summary>Reads a text.</summary>
    /// <exception cref="YamlException">The text is not valid or exceeds a limit.</exception>
    public static YamlFile Parse(string text, YamlLimits? limits = null)
    {
        limits ??= YamlLimits.Default;
        if (text.Length > limits.MaxBytes) throw TooLong(limits);
        return new(text, YamlReader.Read(text, limits), limits);
    }

    /// <summary>Reads a file's bytes, which must be UTF-8.</summary>
    /// <exception cref="YamlException">The bytes are not UTF-8, not valid, or exceed a limit.</exception>
    public static YamlFile Parse(ReadOnlySpan<byte> bytes, YamlLimits? limits = null)
    {
        limits ??= YamlLimits.Default;
        if (bytes.Length > limits.MaxBytes) throw TooLong(limits);
        return Parse(Decode(bytes), limits);
    }

    private static string Decode(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return Utf8.GetString(bytes);
        }
        catch (DecoderFallbackException e)
        {
            var before = bytes[..Math.Clamp(e.Index, 0, bytes.Length)];
            throw new YamlException(before.Count((byte)'\n') + 1, before.Length - before.LastIndexOf((byte)'\n'),
                "the file is not UTF-8 text; save it as UTF-8");
        }
    }

    private static YamlException TooLong(YamlLimits limits) =>
        new(1, 1, $"the file is larger than {limits.MaxBytes} bytes; split it");
}
