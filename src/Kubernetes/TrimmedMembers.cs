using System.Text.Json;
using GitOpsGuard.Kubernetes.Transport;

namespace GitOpsGuard.Kubernetes;

/// <summary>
/// Finds the places of members that are not kept in the text of an object, each with a comma beside it, so that what is left is
/// copied as it is.
/// </summary>
internal static class TrimmedMembers
{
    private enum Level
    {
        Object,
        Metadata,
        Annotations,
    }

    private enum Fate
    {
        Kept,
        Cut,
        Entered,
    }

    /// <returns>Places in ascending order, from the first byte to the one after the last.</returns>
    public static List<(int Start, int End)> Find(ReadOnlySpan<byte> json, bool onlyMetadata)
    {
        var reader = new Utf8JsonReader(json, JsonBody.ReaderOptions);
        reader.Read();
        var cuts = new List<(int, int)>();
        Walk(ref reader, Level.Object, onlyMetadata, cuts);
        return cuts;
    }

    private static void Walk(ref Utf8JsonReader reader, Level level, bool onlyMetadata, List<(int Start, int End)> cuts)
    {
        // What is cut takes the comma before it along; as long as nothing is kept, the one after it.
        var (kept, end, open) = (false, (int)reader.BytesConsumed, -1);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var start = (int)reader.TokenStartIndex;
            if (open >= 0) cuts.Add((open, start));
            open = -1;
            var fate = FateOf(ref reader, level, onlyMetadata);
            reader.Read();
            if (fate == Fate.Entered && reader.TokenType == JsonTokenType.StartObject) Walk(ref reader, level + 1, onlyMetadata, cuts);
            else reader.Skip();
            var after = (int)reader.BytesConsumed;
            if (fate != Fate.Cut) kept = true;
            else if (kept) cuts.Add((end, after));
            else open = start;
            end = after;
            if (fate == Fate.Entered && level == Level.Object && !onlyMetadata) return;
        }

        if (open >= 0) cuts.Add((open, (int)reader.TokenStartIndex));
    }

    private static Fate FateOf(ref Utf8JsonReader member, Level level, bool onlyMetadata) => level switch
    {
        Level.Object when member.ValueTextEquals("metadata"u8) => Fate.Entered,
        Level.Object when !onlyMetadata || member.ValueTextEquals("apiVersion"u8) || member.ValueTextEquals("kind"u8) => Fate.Kept,
        Level.Object => Fate.Cut,
        Level.Metadata when member.ValueTextEquals("managedFields"u8) => Fate.Cut,
        Level.Metadata when member.ValueTextEquals("annotations"u8) => Fate.Entered,
        // Client-side apply keeps a copy of the whole object here, which for a Secret means its values.
        Level.Annotations when member.ValueTextEquals("kubectl.kubernetes.io/last-applied-configuration"u8) => Fate.Cut,
        _ => Fate.Kept,
    };
}
